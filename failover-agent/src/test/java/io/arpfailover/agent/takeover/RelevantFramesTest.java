package io.arpfailover.agent.takeover;

import static io.arpfailover.agent.takeover.TestMember.GATEWAY;
import static io.arpfailover.agent.takeover.TestMember.GATEWAY_MAC;
import static io.arpfailover.agent.takeover.TestMember.OWN;
import static io.arpfailover.agent.takeover.TestMember.PEER;
import static io.arpfailover.agent.takeover.TestMember.STRANGER;
import static io.arpfailover.agent.takeover.TestMember.VIP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RelevantFramesTest {
    private static final Ipv4Address OTHER = Ipv4Address.parse("10.77.0.7");
    private static final List<Ipv4Address> ADDRESSES = List.of(VIP, GATEWAY, OTHER, Ipv4Address.ANY);
    private static final List<MacAddress> STATIONS = List.of(OWN, PEER, STRANGER, GATEWAY_MAC);

    private final RelevantFrames relevant = new RelevantFrames(TestMember.peered());

    @Test
    void whoeverClaimsASharedAddressOrProbesForOneMatters() {
        assertTrue(matters(ArpPacket.announcement(STRANGER, VIP)));
        assertTrue(matters(ArpPacket.announcementReply(PEER, VIP)));
        assertTrue(matters(ArpPacket.request(STRANGER, VIP, OTHER)));
        assertTrue(matters(ArpPacket.probe(STRANGER, VIP)));
    }

    @Test
    void whateverTheGatewaySaysMatters() {
        assertTrue(matters(ArpPacket.request(GATEWAY_MAC, GATEWAY, OTHER)));
        assertTrue(matters(ArpPacket.replyTo(ArpPacket.request(OWN, VIP, GATEWAY), GATEWAY_MAC)));
    }

    @Test
    void whatOthersAskAndSayOfEachOtherDoesNot() {
        assertFalse(matters(ArpPacket.request(STRANGER, OTHER, VIP)));
        assertFalse(matters(ArpPacket.request(STRANGER, OTHER, GATEWAY)));
        assertFalse(matters(ArpPacket.announcement(STRANGER, OTHER)));
        assertFalse(matters(ArpPacket.probe(STRANGER, OTHER)));
        assertFalse(matters(ArpPacket.probe(STRANGER, GATEWAY)));
    }

    /** Of every stage: who adds a reader of frames must add what it reads. */
    @Test
    void noOtherFrameChangesAnything() {
        List<Supplier<TestMember>> members = List.of(
                TestMember::standby,
                () -> TestMember.starting()
                        .joins(new VersionedTenure(Tenure.NONE, 0))
                        .forget(),
                () -> TestMember.holding().forget(),
                TestMember::heir,
                TestMember::pairedHolder,
                () -> TestMember.handingOver().forget());
        members.forEach(member -> allIrrelevant().forEach(frame -> changesNothing(member.get(), frame)));
    }

    private static void changesNothing(TestMember member, ArpFrame frame) {
        TakeoverStatus before = member.status();
        assertEquals(List.of(), member.hears(new Event.FrameSeen(frame)).did(), frame::toString);
        assertEquals(before, member.status(), frame::toString);
    }

    private List<ArpFrame> allIrrelevant() {
        return STATIONS.stream()
                .flatMap(station -> ADDRESSES.stream()
                        .flatMap(sender -> ADDRESSES.stream()
                                .flatMap(target -> List.of(Operation.values()).stream()
                                        .map(operation -> new ArpPacket(operation, station, sender, OWN, target)))))
                .map(packet -> ArpFrame.unicast(OWN, packet))
                .filter(frame -> !relevant.contains(frame))
                .toList();
    }

    private boolean matters(ArpPacket packet) {
        return relevant.contains(ArpFrame.broadcast(packet));
    }
}
