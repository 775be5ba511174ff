package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the addresses may stay on the interface without a word from the agent: the backstop under the lease.
 *
 * <p>The kernel counts an address's lifetime in whole seconds and ends it up to 0.6 s late, so it is chosen to end before
 * the lease where it can, and is left alone in the lease's last second: whoever stops renewing then loses the address
 * about when it loses the lease.
 */
final class Lifetime {
    private static final Duration UNIT = Duration.ofSeconds(1);
    private static final Duration REFRESH = Duration.ofMillis(500);

    private MonotonicTime nextRefresh = MonotonicTime.NEVER;

    MonotonicTime nextRefresh() {
        return nextRefresh;
    }

    /** Puts the addresses in place for what is left of the lease. */
    Effect.AssignAddresses assign(MonotonicTime leaseEnd, MonotonicTime now) {
        nextRefresh = now.plus(REFRESH);
        return new Effect.AssignAddresses(wholeSeconds(now.until(leaseEnd)));
    }

    /** Prolongs the lifetime when that is due and the lease has enough left. */
    Optional<Effect> refresh(Optional<MonotonicTime> leaseEnd, MonotonicTime now) {
        if (leaseEnd.isEmpty() || !now.hasReached(nextRefresh)) {
            return Optional.empty();
        }
        nextRefresh = now.plus(REFRESH);
        Duration left = now.until(leaseEnd.get());
        return left.compareTo(UNIT) < 0
                ? Optional.empty()
                : Optional.of(new Effect.RefreshAddresses(wholeSeconds(left)));
    }

    private static Duration wholeSeconds(Duration left) {
        return left.compareTo(UNIT) < 0 ? UNIT : Duration.ofSeconds(left.toSeconds());
    }
}
