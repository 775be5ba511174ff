package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;

/**
 * One entry of the cache. All of it is in fields of its own, times as nanoseconds of {@link MonotonicTime}: there may be
 * a hundred thousand. Its state and its place belong to the {@link NeighborTable}, which alone changes them.
 */
final class Neighbor {
    static final long NEVER = MonotonicTime.NEVER.nanos();
    static final long LONG_AGO = Long.MIN_VALUE;

    final Ipv4Address address;

    /** Zero while it is not known. */
    MacAddress mac = MacAddress.ZERO;

    long usedAt = LONG_AGO;
    long confirmedAt = LONG_AGO;
    long updatedAt = LONG_AGO;
    /** When the last question about it was handed out, in whatever round. */
    long askedAt = LONG_AGO;
    /** Questions of this round. */
    int probes;
    /** While REACHABLE: when that ends. */
    long reachableUntil = LONG_AGO;
    /** While FAILED: until when nobody is to be asked. */
    long negativeUntil = LONG_AGO;

    /** What was last reported about its MAC, how often that changed since, and when the next report is due. */
    MacAddress toldMac = MacAddress.ZERO;

    long toldAt = LONG_AGO;
    int changes;
    long reportAt = NEVER;

    /** The table's: what it is, when its state is over, and its places in the heap and in a list. */
    NeighborState state = NeighborState.FAILED;

    long stateEndsAt = NEVER;
    long deadline = NEVER;
    int heapIndex = DeadlineHeap.OUTSIDE;
    Neighbor older = this;
    Neighbor newer = this;

    Neighbor(Ipv4Address address) {
        this.address = address;
    }

    boolean hasMac() {
        return state.isUsable();
    }

    /** The last moment something spoke for keeping it. */
    long lastSign() {
        return Math.max(usedAt, Math.max(confirmedAt, updatedAt));
    }

    NeighborView view(long now, int queued) {
        return new NeighborView(
                address,
                hasMac() ? Optional.of(mac) : Optional.empty(),
                state,
                since(usedAt, now),
                since(confirmedAt, now),
                since(updatedAt, now),
                probes,
                queued);
    }

    private static Optional<Duration> since(long then, long now) {
        return then == LONG_AGO ? Optional.empty() : Optional.of(Duration.ofNanos(now - then));
    }
}
