package io.arpfailover.agent.takeover;

import static io.arpfailover.agent.takeover.TestMember.A;
import static io.arpfailover.agent.takeover.TestMember.B;
import static io.arpfailover.agent.takeover.TestMember.GATEWAY;
import static io.arpfailover.agent.takeover.TestMember.asked;
import static io.arpfailover.agent.takeover.TestMember.fit;
import static io.arpfailover.agent.takeover.TestMember.noCarrier;
import static io.arpfailover.agent.takeover.TestMember.ready;
import static io.arpfailover.agent.takeover.TestMember.settings;
import static io.arpfailover.agent.takeover.TestMember.starting;
import static io.arpfailover.agent.takeover.TestMember.unfit;
import static io.arpfailover.agent.takeover.TestMember.up;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.takeover.Event.LeaseOutcome;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Answer.Refusal;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever happens, the machine waits for something later than now, and does not turn more often than it has reason to. */
class NextTimeoutTest {
    private static final int SEEDS = 300;
    private static final int STEPS = 200;

    /** Heartbeats, probes, announcements and slices of 40 addresses, all at once, with room to spare. */
    private static final int MOST_TURNS_PER_SECOND = 400;

    @Test
    void manySeeds() {
        for (long seed = 0; seed < SEEDS; seed++) {
            tell(seed);
        }
    }

    private static void tell(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TestMember member = starting(drawn(random)).joins(record(random));
        for (int step = 0; step < STEPS && member.stage() != Stage.STOPPED; step++) {
            int before = member.turns();
            long millis = random.nextInt(5) == 0 ? random.nextInt(3_000) : random.nextInt(120);
            happens(member, random);
            member.passes(millis).forget();
            long most = MOST_TURNS_PER_SECOND * (millis + 1_000) / 1_000;
            assertTrue(member.turns() - before <= most, () -> "seed " + seed + ": too many turns in " + member.stage());
            assertTrue(
                    member.stage() == Stage.STOPPED || member.now().isBefore(member.takeover.nextTimeout()),
                    () -> "seed " + seed + ": due at once in " + member.stage());
        }
    }

    private static TakeoverSettings drawn(SplittableRandom random) {
        int addresses = random.nextInt(4) == 0 ? 40 : 1;
        List<Ipv4Address> shared = IntStream.rangeClosed(1, addresses)
                .mapToObj(i -> Ipv4Address.parse("10.77.0." + (99 + i)))
                .toList();
        Failback failback = switch (random.nextInt(3)) {
            case 0 -> new Failback.Sticky();
            case 1 -> new Failback.Preferred(B, Duration.ofSeconds(2));
            default -> new Failback.Manual();
        };
        return settings(
                shared,
                DefencePolicy.ONCE,
                Optional.of(GATEWAY),
                random.nextInt(4) > 0,
                failback,
                1 + random.nextInt(4));
    }

    private static void happens(TestMember member, SplittableRandom random) {
        switch (random.nextInt(20)) {
            case 0 -> member.hears(new Event.Registered(TestMember.SESSION));
            case 1 -> member.hears(new Event.SessionLost());
            case 2, 3 -> member.reads(record(random));
            case 4, 5, 6 -> answer(member, random);
            case 7, 8 -> member.heartbeat(epoch(member, random));
            case 9 -> member.heartbeat(epoch(member, random), PromiseTiming.DEFAULT.restart());
            case 10, 11 -> member.acks(random.nextInt(3) > 0);
            case 12 -> member.members(random.nextBoolean() ? fit(B) : unfit(B, "test"));
            case 13 -> member.members();
            case 14 -> member.link(random.nextInt(3) > 0 ? up(TestMember.OWN) : noCarrier());
            case 15 -> member.intent(intent(random));
            case 16 -> member.members(ready(B, "s1"));
            case 17 -> world(member, random);
            case 18 -> member.hears(new Event.ContactChanged(random.nextBoolean()));
            default -> {
                if (random.nextInt(20) == 0) {
                    member.hears(new Event.StopAsked(random.nextBoolean()));
                }
            }
        }
    }

    private static void world(TestMember member, SplittableRandom random) {
        switch (random.nextInt(5)) {
            case 0 -> member.strangerAppears();
            case 1 -> member.gatewayAnswers();
            case 2 -> member.framesLeave(random.nextInt(3) > 0);
            case 3 -> member.leaseAnswers(random.nextBoolean() ? LeaseOutcome.LIVE : LeaseOutcome.FAILED);
            default -> member.isPausedFor(random.nextInt(5_000));
        }
    }

    private static void answer(TestMember member, SplittableRandom random) {
        if (!member.hasCall()) {
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> member.answered(new Answer.Unknown("test"));
            case 1 -> member.answered(new Answer.Refused(Refusal.STALE));
            default -> member.applied();
        }
    }

    private static long epoch(TestMember member, SplittableRandom random) {
        return member.status().tenure().map(Tenure::epoch).orElse(0L) + (random.nextInt(6) == 0 ? 1 : 0);
    }

    private static Intent intent(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> Intent.NONE.paused("test");
            case 1 -> Intent.NONE.inMaintenance(A);
            case 2 -> Intent.NONE.opened(asked("s1", A));
            case 3 -> Intent.NONE.opened(asked("s1", B));
            default -> Intent.NONE;
        };
    }

    private static VersionedTenure record(SplittableRandom random) {
        int version = random.nextInt(60);
        NodeName holder = random.nextBoolean() ? A : B;
        Mode mode = random.nextBoolean() ? Mode.PAIRED : Mode.SOLO;
        return new VersionedTenure(
                new Tenure(Optional.of(holder), 1 + version / 6, mode, Optional.empty(), 1, "test"), version);
    }
}
