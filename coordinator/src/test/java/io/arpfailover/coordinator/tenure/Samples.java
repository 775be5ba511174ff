package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.tenure.Answer.Applied;
import io.arpfailover.coordinator.tenure.TenureEffect.CompareAndSet;
import io.arpfailover.coordinator.tenure.TenureEffect.SendHeartbeat;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The values that the tests of the protocol speak of: two members, their record, their datagrams. */
final class Samples {
    static final NodeName A = new NodeName("a");
    static final NodeName B = new NodeName("b");
    static final Duration SESSION = Duration.ofSeconds(4);
    /** What a session of that length is good for. */
    static final Duration LEASE = Duration.ofMillis(2600);

    /** T is 500 ms: a heartbeat every 100 ms, suspicion after 250 ms, kept for 505 ms. */
    static final PromiseTiming TIMING = PromiseTiming.DEFAULT;

    static final Duration T = TIMING.promise();
    static final Duration G = TIMING.restart();

    private Samples() {}

    static MonotonicTime at(long millis) {
        return new MonotonicTime(millis * 1_000_000);
    }

    /** A record at version {@code epoch * 10}, so that a test reads easily. */
    static VersionedTenure heldBy(NodeName holder, long epoch, Mode mode) {
        return new VersionedTenure(
                new Tenure(Optional.of(holder), epoch, mode, Optional.of(holder.equals(A) ? B : A), 1, "test"),
                (int) epoch * 10);
    }

    static VersionedTenure vacant() {
        return new VersionedTenure(Tenure.NONE, 0);
    }

    static CompareAndSet call(List<TenureEffect> effects) {
        return (CompareAndSet) effects.get(effects.size() - 1);
    }

    static Applied applied(CompareAndSet call) {
        return new Applied(new VersionedTenure(call.next(), call.version() + 1));
    }

    static SendHeartbeat beat(long epoch, long millis) {
        return new SendHeartbeat(new Heartbeat(epoch, at(millis), T));
    }

    static SendHeartbeat longBeat(long epoch, long millis) {
        return new SendHeartbeat(new Heartbeat(epoch, at(millis), G));
    }

    /** The answer to the heartbeat that left then. */
    static Ack ack(long epoch, long heartbeatLeft) {
        return new Ack(epoch, at(heartbeatLeft), T);
    }
}
