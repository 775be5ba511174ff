package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A LAN with a pair and hosts on it, and an inspector that hears all of it. */
final class TestLan {
    static final Ipv4Address VIP = Ipv4Address.parse("10.77.0.100");
    static final Ipv4Address HOST = Ipv4Address.parse("10.77.0.7");
    static final Ipv4Address OTHER = Ipv4Address.parse("10.77.0.8");
    static final MacAddress OWN = MacAddress.parse("02:00:0a:4d:00:01");
    static final MacAddress PEER = MacAddress.parse("02:00:0a:4d:00:02");
    static final MacAddress PEER_SECOND_CARD = MacAddress.parse("02:00:0a:4d:00:12");
    static final MacAddress A = MacAddress.parse("02:00:0a:4d:00:0a");
    static final MacAddress B = MacAddress.parse("02:00:0a:4d:00:0b");
    static final MacAddress GATEWAY = MacAddress.parse("02:00:0a:4d:00:fe");
    static final List<Ipv4Prefix> LOCAL = List.of(Ipv4Prefix.parse("10.77.0.1/24"));
    static final MonotonicTime START = new MonotonicTime(1_000_000_000_000L);
    static final InspectorLimits SMALL = new InspectorLimits(64, 16, 64);

    static final Pair PAIR =
            new Pair(Set.of(VIP), Set.of(OWN), Set.of(PEER, PEER_SECOND_CARD), true, Optional.of(Member.PEER), START);

    final Inspector inspector;
    MonotonicTime now = START;
    private Policy policy;
    private Bindings bindings = Bindings.NONE;
    private Pair pair = PAIR;

    TestLan(Policy policy) {
        this(policy, SMALL);
    }

    TestLan(Policy policy, InspectorLimits limits) {
        this.policy = policy;
        this.inspector = new Inspector(knowledge(), limits, new Random(826));
        pass(Duration.ofSeconds(60));
    }

    TestLan bound(Ipv4Address address, MacAddress mac) {
        bindings = Bindings.of(List.of(new Binding(address, mac)), List.of());
        inspector.know(knowledge());
        return this;
    }

    void policy(Policy other) {
        policy = other;
        inspector.know(knowledge());
    }

    void heldBy(Member member) {
        pair = pair.heldBy(member, now);
        inspector.know(knowledge());
    }

    /** Nobody could tell us of another holder. */
    void heldByWhoKnowsWhom() {
        pairIs(new Pair(pair.shared(), pair.own(), pair.peer(), true, Optional.empty(), pair.since()));
    }

    void pairIs(Pair other) {
        pair = other;
        inspector.know(knowledge());
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Inspection hear(ArpFrame frame) {
        byte[] octets = frame.encode();
        return inspector.inspect(octets, octets.length, now);
    }

    /** What is told of it: kinds only. */
    List<FindingKind> kinds(ArpFrame frame) {
        return hear(frame).findings().stream().map(Finding::kind).toList();
    }

    Knowledge knowledge() {
        return new Knowledge(policy, bindings, pair, LOCAL, Set.of(GATEWAY));
    }

    static ArpFrame says(MacAddress mac, Ipv4Address ip) {
        return ArpFrame.broadcast(ArpPacket.announcement(mac, ip));
    }

    /** A frame of one station with a packet of another. */
    static ArpFrame says(MacAddress source, MacAddress mac, Ipv4Address ip) {
        return new ArpFrame(MacAddress.BROADCAST, source, Optional.empty(), ArpPacket.announcement(mac, ip));
    }
}
