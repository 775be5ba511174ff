package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.A;
import static io.arpfailover.coordinator.tenure.Samples.B;
import static io.arpfailover.coordinator.tenure.Samples.SESSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.Answer.Refusal;
import io.arpfailover.coordinator.tenure.TenureEffect.CompareAndSet;
import io.arpfailover.coordinator.tenure.TenureEffect.KeepPromise;
import io.arpfailover.coordinator.tenure.TenureEffect.LeaseOver;
import io.arpfailover.coordinator.tenure.TenureEffect.LeaseUntil;
import io.arpfailover.coordinator.tenure.TenureEffect.SendAck;
import io.arpfailover.coordinator.tenure.TenureEffect.SendHeartbeat;
import io.arpfailover.coordinator.tenure.TenureProtocol.Standing;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds after any sequence of events: a turn that has done what is due leaves nothing due, and what is done keeps to
 * the rules that one member can keep by itself.
 */
class NextTimeoutTest {
    private static final int SEEDS = 400;
    private static final int STEPS = 300;

    /** Seeds that once failed, for good. */
    static Stream<Long> kept() {
        return Stream.of(1L, 2L, 3L);
    }

    @Test
    void manySeeds() {
        for (long seed = 0; seed < SEEDS; seed++) {
            new Story(seed).tell();
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void keptSeeds(long seed) {
        new Story(seed).tell();
    }

    private record Told(MonotonicTime at, String what, List<TenureEffect> effects, Standing standing) {}

    /** One protocol, and whatever may happen to it. */
    private static final class Story {
        private final long seed;
        private final SplittableRandom random;
        private final boolean hasPeer;
        private final TenureProtocol protocol;
        private final PromiseTiming timing;
        private final List<Told> told = new ArrayList<>();
        private final List<Heartbeat> sent = new ArrayList<>();
        private final List<Heartbeat> written = new ArrayList<>();
        private Optional<CompareAndSet> out = Optional.empty();
        private boolean session;
        private MonotonicTime now = new MonotonicTime(0);

        Story(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.hasPeer = random.nextInt(4) > 0;
            this.timing = random.nextBoolean() ? PromiseTiming.DEFAULT : PromiseTiming.FAST;
            this.protocol = new TenureProtocol(A, timing, hasPeer);
        }

        void tell() {
            take("restarted", protocol.restarted(now.plus(millis(700)), now));
            for (int step = 0; step < STEPS; step++) {
                timePasses();
                take("timeout", protocol.onTimeout(now));
                assertNothingIsDue();
                take("event", happens(random.nextInt(16)));
                take("timeout", protocol.onTimeout(now));
                assertNothingIsDue();
            }
        }

        private void timePasses() {
            MonotonicTime due = protocol.nextTimeout();
            boolean jump = due.equals(MonotonicTime.NEVER) || random.nextInt(3) == 0;
            now = jump ? now.plus(millis(400)) : random.nextInt(4) == 0 ? now : due;
        }

        private List<TenureEffect> happens(int what) {
            return switch (what) {
                case 0 -> registered();
                case 1 -> random.nextInt(4) == 0 ? sessionLost() : List.of();
                case 2, 3 -> protocol.read(record(), now);
                case 4, 5, 6 -> answered();
                case 7, 8 -> protocol.heartbeatSeen(heartbeat(), now);
                case 9, 10, 11 -> acked();
                case 12 -> promiseKept();
                case 13 -> protocol.claim("test", now);
                case 14 -> handOver();
                default -> whim();
            };
        }

        private List<TenureEffect> registered() {
            session = true;
            return protocol.registered(SESSION, now);
        }

        private List<TenureEffect> sessionLost() {
            session = false;
            out = Optional.empty();
            return protocol.sessionLost(now);
        }

        /** Sometimes what we know already, sometimes anything. */
        private VersionedTenure record() {
            int version = random.nextInt(12);
            Optional<NodeName> holder =
                    random.nextInt(8) == 0 ? Optional.empty() : Optional.of(random.nextBoolean() ? A : B);
            long epoch = holder.isEmpty() ? 0 : 1 + version / 3;
            Mode mode = holder.isEmpty() || random.nextBoolean() ? Mode.SOLO : Mode.PAIRED;
            return new VersionedTenure(new Tenure(holder, epoch, mode, Optional.empty(), 1, "test"), version);
        }

        private List<TenureEffect> answered() {
            if (out.isEmpty()) {
                return List.of();
            }
            CompareAndSet call = out.get();
            out = Optional.empty();
            return protocol.answered(
                    call.call(),
                    switch (random.nextInt(5)) {
                        case 0 -> new Answer.Unknown("test");
                        case 1 ->
                            new Answer.Refused(
                                    call.provenAbsent().isPresent() ? Refusal.HOLDER_PRESENT : Refusal.STALE);
                        default -> Samples.applied(call);
                    },
                    now);
        }

        private Heartbeat heartbeat() {
            long epoch = protocol.tenure().map(Tenure::epoch).orElse(0L) + random.nextInt(-1, 2);
            Duration asked = random.nextInt(4) == 0 ? timing.restart() : timing.promise();
            return new Heartbeat(epoch, new MonotonicTime(random.nextLong(1_000)), asked);
        }

        private List<TenureEffect> acked() {
            return sent.isEmpty() ? List.of() : protocol.ackSeen(Ack.of(sent.remove(random.nextInt(sent.size()))), now);
        }

        private List<TenureEffect> promiseKept() {
            return written.isEmpty()
                    ? List.of()
                    : protocol.promiseKept(written.remove(random.nextInt(written.size())), now);
        }

        private List<TenureEffect> handOver() {
            if (random.nextBoolean()) {
                return protocol.handOver(B, "test", now);
            }
            protocol.abandonHandOver();
            return List.of();
        }

        private List<TenureEffect> whim() {
            switch (random.nextInt(3)) {
                case 0 -> protocol.members(random.nextBoolean() ? Set.of(A, B) : Set.of(A));
                case 1 -> {
                    if (protocol.isAnswered()) {
                        protocol.askLongPromise(now);
                    }
                }
                default -> {
                    return protocol.dropLease("test");
                }
            }
            return List.of();
        }

        private Duration millis(int most) {
            return Duration.ofNanos(random.nextLong(most * 1_000_000L));
        }

        // ---- what must hold

        private void assertNothingIsDue() {
            assertTrue(now.isBefore(protocol.nextTimeout()), () -> "due at once again: " + story());
        }

        private void take(String what, List<TenureEffect> effects) {
            told.add(new Told(now, what, effects, protocol.standing()));
            for (TenureEffect effect : effects) {
                check(effect);
            }
        }

        private void check(TenureEffect effect) {
            if (effect instanceof CompareAndSet call) {
                assertTrue(session, () -> "called without a session: " + story());
                assertEquals(Optional.empty(), out, () -> "two calls out: " + story());
                out = Optional.of(call);
            } else if (effect instanceof LeaseUntil lease) {
                assertTrue(now.isBefore(lease.until()), () -> "a lease that has ended: " + story());
                assertTrue(protocol.tenure().orElseThrow().isHeldBy(A), () -> "a lease without the tenure: " + story());
            } else if (effect instanceof SendHeartbeat beat) {
                assertTrue(hasPeer, () -> "a heartbeat to nobody: " + story());
                remember(sent, beat.heartbeat());
            } else if (effect instanceof SendAck || effect instanceof KeepPromise) {
                assertEquals(Optional.empty(), protocol.leaseEnd(), () -> "promised with a lease: " + story());
                assertEquals(Optional.empty(), out, () -> "promised while a call is out: " + story());
                assertFalse(
                        effect instanceof SendAck && protocol.mayClaim(), () -> "promised and would claim: " + story());
            }
            if (effect instanceof KeepPromise keep) {
                remember(written, keep.heartbeat());
            }
            if (effect instanceof LeaseOver) {
                sent.clear();
            }
        }

        private void remember(List<Heartbeat> heartbeats, Heartbeat heartbeat) {
            if (heartbeats.size() == 8) {
                heartbeats.remove(0);
            }
            heartbeats.add(heartbeat);
        }

        private String story() {
            int from = Math.max(0, told.size() - 12);
            return "seed " + seed + "\n"
                    + String.join(
                            "\n",
                            told.subList(from, told.size()).stream()
                                    .map(Told::toString)
                                    .toList());
        }
    }
}
