package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;

/** What an earlier run of the agent left in the kernel, until it is taken up or thrown away. */
final class Inheritance {
    private boolean anything;
    private Optional<MonotonicTime> servesUntil = Optional.empty();

    void found(boolean addressesInPlace, Optional<Duration> leaseLeft, MonotonicTime now) {
        anything = addressesInPlace || leaseLeft.isPresent();
        // Half a takeover serves nobody.
        servesUntil = addressesInPlace ? leaseLeft.map(now::plus) : Optional.empty();
    }

    boolean isPresent() {
        return anything;
    }

    /** Whether the kernel serves by it still. */
    boolean serves(MonotonicTime now) {
        return servesUntil.isPresent() && now.isBefore(servesUntil.get());
    }

    void settle() {
        anything = false;
        servesUntil = Optional.empty();
    }
}
