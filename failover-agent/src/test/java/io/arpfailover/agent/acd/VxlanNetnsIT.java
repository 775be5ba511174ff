package io.arpfailover.agent.acd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.link.ArpLink;
import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers whose LAN is an overlay: VXLAN (RFC 7348) between them over an IP network. */
class VxlanNetnsIT {
    private static final Ipv4Address VIP = Ipv4Address.parse("10.9.0.100");
    private static final Ipv4Address OF_B = Ipv4Address.parse("10.9.0.2");

    private final NetnsLab lab = NetnsLab.create();
    private final List<ArpFrame> inA = new CopyOnWriteArrayList<>();
    private final List<ArpFrame> inB = new CopyOnWriteArrayList<>();
    private ArpLink a;
    private ArpLink b;

    @BeforeEach
    void open() {
        lab.cable("a", "under0", "b", "under0");
        overlay("a", 1, 2);
        overlay("b", 2, 1);
        a = started("a", inA);
        b = started("b", inB);
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        lab.close();
    }

    @Test
    void aProbeCrossesAndTheKernelBeyondAnswersIt() {
        ArpFrame probe = ArpFrame.broadcast(ArpPacket.probe(mac("a"), OF_B));
        assertInstanceOf(SendResult.Sent.class, a.send(probe));
        NetnsLab.until("the probe", () -> inB.contains(probe));
        NetnsLab.until("the answer", () -> !inA.isEmpty());
        assertEquals(ArpPacket.replyTo(probe.packet(), mac("b")), inA.get(0).packet());
    }

    @Test
    void anAnnouncementCrossesAndRepointsTheKernelBeyond() {
        MacAddress before = MacAddress.parse("02:00:00:00:00:77");
        lab.ip("b", "neigh replace " + VIP + " lladdr " + before + " dev lan0 nud stale");
        assertInstanceOf(SendResult.Sent.class, a.send(ArpFrame.broadcast(ArpPacket.announcement(mac("a"), VIP))));
        NetnsLab.until(
                "the entry is repointed", () -> lab.ip("b", "neigh show " + VIP).contains(mac("a").toString()));
        assertTrue(inB.stream().anyMatch(frame -> frame.packet().isAnnouncement()));
    }

    private void overlay(String name, int own, int other) {
        lab.ip(name, "addr add 192.0.2." + own + "/24 dev under0");
        lab.ip(
                name,
                "link add lan0 type vxlan id 42 dstport 4789 dev under0 local 192.0.2." + own + " remote 192.0.2."
                        + other);
        lab.ip(name, "addr add 10.9.0." + own + "/24 dev lan0");
        lab.ip(name, "link set lan0 up");
    }

    private ArpLink started(String name, List<ArpFrame> heard) {
        return lab.call(name, () -> {
            ArpLink link = ArpLink.open(state(name));
            link.start(frame -> true, heard::add);
            return link;
        });
    }

    private MacAddress mac(String name) {
        return state(name).mac();
    }

    private LinkState state(String name) {
        return lab.call(name, () -> {
            try (Rtnetlink rtnetlink = Rtnetlink.open()) {
                return rtnetlink.link("lan0").orElseThrow();
            }
        });
    }
}
