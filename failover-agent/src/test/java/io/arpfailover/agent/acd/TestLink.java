package io.arpfailover.agent.acd;

import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A claim on an invented link: a clock to turn by hand, a driver that sends every probe at once, and a log. */
final class TestLink {
    static final Ipv4Address VIP = Ipv4Address.parse("10.77.0.100");
    static final Ipv4Address OTHER = Ipv4Address.parse("10.77.0.7");
    static final MacAddress OWN = MacAddress.parse("02:00:0a:4d:00:01");
    static final MacAddress OWN_SECOND_CARD = MacAddress.parse("02:00:0a:4d:01:01");
    static final MacAddress PEER = MacAddress.parse("02:00:0a:4d:00:02");
    static final MacAddress THIRD = MacAddress.parse("02:00:0a:4d:00:77");
    static final Stations STATIONS = new Stations(Set.of(OWN, OWN_SECOND_CARD), Set.of(PEER));

    static final AcdEffect SEND_PROBE = new AcdEffect.SendProbe(VIP);
    static final AcdEffect READY = new AcdEffect.Ready(VIP);
    static final AcdEffect ANNOUNCE = new AcdEffect.Announce(VIP);
    static final AcdEffect CONFLICT = new AcdEffect.Conflict(VIP, THIRD);
    static final AcdEffect DEFEND = new AcdEffect.Defend(VIP, THIRD);
    static final AcdEffect LOST = new AcdEffect.Lost(VIP, THIRD);

    final AddressClaim claim;
    MonotonicTime now = new MonotonicTime(-5_000_000_000L);

    /** An effect and when it came. */
    record Logged(MonotonicTime at, AcdEffect effect) {}

    final List<Logged> log = new ArrayList<>();

    TestLink(AcdTiming timing, DefencePolicy policy, long seed) {
        claim = new AddressClaim(VIP, timing, policy, new Random(seed));
    }

    static TestLink rfc(DefencePolicy policy) {
        return new TestLink(AcdTiming.RFC5227, policy, 1);
    }

    TestLink start() {
        perform(claim.start(now));
        return this;
    }

    /** Turns the clock to {@code later}, running what falls due on the way. */
    void runUntil(MonotonicTime later) {
        while (later.hasReached(claim.nextTimeout())) {
            now = MonotonicTime.latest(now, claim.nextTimeout());
            perform(claim.onTimeout(now));
        }
        now = later;
    }

    void runFor(Duration duration) {
        runUntil(now.plus(duration));
    }

    TestLink runUntilState(AcdState wanted) {
        for (int i = 0; i < 100 && claim.state() != wanted; i++) {
            now = claim.nextTimeout();
            perform(claim.onTimeout(now));
        }
        if (claim.state() != wanted) {
            throw new AssertionError("never " + wanted + " but " + claim.state());
        }
        return this;
    }

    TestLink configured() {
        perform(claim.configured(now));
        return this;
    }

    List<AcdEffect> hear(ArpPacket packet) {
        List<AcdEffect> effects = claim.onPacket(packet, STATIONS, now);
        perform(effects);
        return effects;
    }

    List<AcdEffect> effects() {
        return log.stream().map(Logged::effect).toList();
    }

    List<MonotonicTime> timesOf(AcdEffect effect) {
        return log.stream()
                .filter(logged -> logged.effect().equals(effect))
                .map(Logged::at)
                .toList();
    }

    private void perform(List<AcdEffect> effects) {
        for (AcdEffect effect : effects) {
            log.add(new Logged(now, effect));
            if (effect instanceof AcdEffect.SendProbe) {
                perform(claim.probeSent(true, now));
            }
        }
    }
}
