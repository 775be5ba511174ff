package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.Optional;

/** What an earlier run of the agent left in the kernel, until it is taken up or thrown away. */
final class Inheritance {
    private boolean anything;
    private Optional<MonotonicTime> servesUntil = Optional.empty();

    void found(boolean addressesInPlace, Optional<MonotonicTime> leaseUntil) {
        anything = addressesInPlace || leaseUntil.isPresent();
        // Half a takeover serves nobody.
        servesUntil = addressesInPlace ? leaseUntil : Optional.empty();
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
