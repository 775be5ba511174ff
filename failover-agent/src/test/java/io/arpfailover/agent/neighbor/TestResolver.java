package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A resolver on an invented link: a clock to turn by hand, and a log of what it wanted, and when. */
final class TestResolver {
    static final MacAddress OWN = MacAddress.parse("02:00:0a:09:00:01");
    static final MacAddress OWN_NEW = MacAddress.parse("02:00:0a:09:00:99");
    static final MacAddress MAC = MacAddress.parse("02:00:0a:09:00:05");
    static final MacAddress MAC_2 = MacAddress.parse("02:00:0a:09:00:06");
    static final MacAddress THIRD_MAC = MacAddress.parse("02:00:0a:09:00:07");
    /** The kernel's, from which it asks. */
    static final Ipv4Address SOURCE = Ipv4Address.parse("10.9.0.1");
    /** In user space, answered. */
    static final Ipv4Address OURS = Ipv4Address.parse("10.9.0.2");

    static final Ipv4Address IP = Ipv4Address.parse("10.9.0.5");
    static final Ipv4Address THIRD = Ipv4Address.parse("10.9.0.7");
    static final OwnStation STATION = new OwnStation(OWN, Optional.of(SOURCE), Set.of(OURS));

    static final NeighborEffect<String> ASK_ALL = ask(MacAddress.BROADCAST);
    static final NeighborEffect<String> ASK_IT = ask(MAC);
    static final NeighborEffect<String> UNREACHABLE = new NeighborEffect.Unreachable<>(IP);

    /** An effect and when it came. */
    record Logged(MonotonicTime at, NeighborEffect<String> effect) {}

    final Resolver<String> resolver;
    final List<Logged> log = new ArrayList<>();
    MonotonicTime now = new MonotonicTime(-3_000_000_000L);

    TestResolver(OwnStation own, ResolverTiming timing, ResolverLimits limits) {
        resolver = new Resolver<>(own, timing, limits, String::length, new Random(1));
    }

    static TestResolver linux() {
        return new TestResolver(STATION, ResolverTiming.DEFAULT, ResolverLimits.DEFAULT);
    }

    static TestResolver withLimits(ResolverLimits limits) {
        return new TestResolver(STATION, ResolverTiming.DEFAULT, limits);
    }

    List<NeighborEffect<String>> send(String packet) {
        return logged(resolver.resolve(IP, packet, now));
    }

    List<NeighborEffect<String>> hear(ArpFrame frame) {
        return logged(resolver.onFrame(frame, now));
    }

    List<NeighborEffect<String>> verify() {
        return logged(resolver.verify(IP, now));
    }

    List<NeighborEffect<String>> timeout() {
        now = MonotonicTime.latest(now, resolver.nextTimeout());
        return logged(resolver.onTimeout(now));
    }

    /** Turns the clock on by so much, running what falls due on the way; returns what came of it. */
    List<NeighborEffect<String>> runFor(Duration time) {
        int before = log.size();
        MonotonicTime end = now.plus(time);
        while (end.hasReached(resolver.nextTimeout())) {
            timeout();
        }
        now = end;
        return log.subList(before, log.size()).stream().map(Logged::effect).toList();
    }

    /** With its MAC known and confirmed. */
    TestResolver reachable() {
        resolver.verify(IP, now);
        resolver.onFrame(reply(MAC), now);
        return this;
    }

    TestResolver runUntil(NeighborState wanted) {
        for (int i = 0; i < 100 && state() != wanted; i++) {
            timeout();
        }
        if (state() != wanted) {
            throw new AssertionError("never " + wanted + " but " + state());
        }
        return this;
    }

    NeighborView view() {
        return resolver.neighbor(IP, now).orElseThrow();
    }

    NeighborState state() {
        return view().state();
    }

    List<NeighborEffect<String>> effects() {
        return log.stream().map(Logged::effect).toList();
    }

    List<MonotonicTime> timesOf(NeighborEffect<String> effect) {
        return log.stream()
                .filter(logged -> logged.effect().equals(effect))
                .map(Logged::at)
                .toList();
    }

    static ArpFrame reply(MacAddress mac) {
        return ArpFrame.unicast(OWN, ArpPacket.replyTo(STATION.question(IP), mac));
    }

    static ArpFrame broadcastReply(MacAddress mac) {
        return ArpFrame.broadcast(reply(mac).packet());
    }

    static ArpFrame request(MacAddress mac, Ipv4Address target) {
        return ArpFrame.broadcast(ArpPacket.request(mac, IP, target));
    }

    static ArpFrame announcement(MacAddress mac) {
        return ArpFrame.broadcast(ArpPacket.announcement(mac, IP));
    }

    static NeighborEffect<String> ask(MacAddress to) {
        return new NeighborEffect.Ask<>(IP, ArpFrame.unicast(to, ArpPacket.request(OWN, SOURCE, IP)));
    }

    static NeighborEffect<String> deliver(String... packets) {
        return deliver(MAC, packets);
    }

    static NeighborEffect<String> deliver(MacAddress mac, String... packets) {
        return new NeighborEffect.Deliver<>(IP, mac, List.of(packets));
    }

    static NeighborEffect<String> drop(DropCause cause, String... packets) {
        return new NeighborEffect.Drop<>(IP, cause, List.of(packets));
    }

    private List<NeighborEffect<String>> logged(List<NeighborEffect<String>> effects) {
        effects.forEach(effect -> log.add(new Logged(now, effect)));
        return effects;
    }
}
