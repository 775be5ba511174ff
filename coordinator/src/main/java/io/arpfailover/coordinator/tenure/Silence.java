package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/** Whether somebody who should be heard regularly has been silent for too long. Nobody is, until it is expected. */
final class Silence {
    private final Duration limit;
    private MonotonicTime deadline = MonotonicTime.NEVER;
    private boolean tooLong;
    private boolean excused;

    Silence(Duration limit) {
        this.limit = limit;
    }

    /** Heard now, or expected to be heard from now on. */
    void heard(MonotonicTime now) {
        deadline = now.plus(limit);
        tooLong = false;
        excused = false;
    }

    /**
     * Takes a turn that comes so late that whoever listens may have slept, and what was said meanwhile waits to be
     * heard, for no silence yet: it lasts for this time more. Not twice, or a slow listener would never notice.
     */
    void excuseLateTurn(Duration late, Duration more, MonotonicTime now) {
        if (!excused && now.hasReached(deadline) && now.hasReached(deadline.plus(late))) {
            excused = true;
            deadline = now.plus(more);
        }
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
