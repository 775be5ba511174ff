package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;

/** When to tell the kernel again how long the addresses may stay: the backstop under the lease. */
final class Lifetime {
    private static final Duration REFRESH = Duration.ofMillis(500);

    private MonotonicTime nextRefresh = MonotonicTime.NEVER;

    MonotonicTime nextRefresh() {
        return nextRefresh;
    }

    /** Puts the addresses in place for what is left of the lease. */
    Effect.AssignAddresses assign(MonotonicTime leaseEnd, MonotonicTime now) {
        nextRefresh = now.plus(REFRESH);
        return new Effect.AssignAddresses(now.until(leaseEnd));
    }

    /** Prolongs the lifetime to what is left of the lease, when that is due. */
    Optional<Effect> refresh(Optional<MonotonicTime> leaseEnd, MonotonicTime now) {
        if (leaseEnd.isEmpty() || !now.hasReached(nextRefresh)) {
            return Optional.empty();
        }
        nextRefresh = now.plus(REFRESH);
        return Optional.of(new Effect.RefreshAddresses(now.until(leaseEnd.get())));
    }
}
