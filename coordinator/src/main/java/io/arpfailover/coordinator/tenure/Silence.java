package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/** Whether somebody who should be heard regularly has been silent for too long. Nobody is, until it is expected. */
final class Silence {
    private final Duration limit;
    private MonotonicTime deadline = MonotonicTime.NEVER;
    private boolean tooLong;

    Silence(Duration limit) {
        this.limit = limit;
    }

    /** Heard now, or expected to be heard from now on. */
    void heard(MonotonicTime now) {
        deadline = now.plus(limit);
        tooLong = false;
    }

    /** Nobody is expected to be heard. */
    void forget() {
        deadline = MonotonicTime.NEVER;
        tooLong = false;
    }

    boolean isExpected() {
        return tooLong || !deadline.equals(MonotonicTime.NEVER);
    }

    boolean isTooLong() {
        return tooLong;
    }

    MonotonicTime nextTimeout() {
        return deadline;
    }

    void onTimeout(MonotonicTime now) {
        if (now.hasReached(deadline)) {
            tooLong = true;
            deadline = MonotonicTime.NEVER;
        }
    }
}
