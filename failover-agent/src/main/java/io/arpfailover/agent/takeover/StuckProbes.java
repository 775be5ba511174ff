package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/** Notices when no probe leaves any more: such a member could not announce either, so somebody else must serve. */
final class StuckProbes {
    /** Probes that have not left for so long will not. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private MonotonicTime stuckAt = MonotonicTime.NEVER;

    void reset() {
        stuckAt = MonotonicTime.NEVER;
    }

    /** A probe left, or did not; tells whether it is time to give up. */
    boolean after(boolean sent, MonotonicTime now) {
        if (sent) {
            reset();
        } else if (stuckAt.equals(MonotonicTime.NEVER)) {
            stuckAt = now.plus(PATIENCE);
        }
        return now.hasReached(stuckAt);
    }
}
