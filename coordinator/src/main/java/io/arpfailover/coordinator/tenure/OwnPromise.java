package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.time.MonotonicTime;

/**
 * Until when this member has promised not to take the addresses (rule 2).
 *
 * <p>Before it is told what an earlier run promised it has promised for ever: a restarted agent must not suppose that
 * it is free (rule 8).
 */
final class OwnPromise {
    private MonotonicTime until = MonotonicTime.NEVER;
    private boolean known;
    private boolean over;

    /** What an earlier run of the agent has promised, or must be supposed to have. */
    void inherit(MonotonicTime promisedUntil, MonotonicTime now) {
        known = true;
        until = promisedUntil;
        onTimeout(now);
    }

    /** Promises until then; a promise is never shortened. */
    void keepUntil(MonotonicTime later) {
        until = over ? later : MonotonicTime.latest(until, later);
        over = false;
    }

    boolean isOver() {
        return over;
    }

    /** When it is over; {@link MonotonicTime#NEVER} when it is already, or is not known yet. */
    MonotonicTime nextTimeout() {
        return over || !known ? MonotonicTime.NEVER : until;
    }

    void onTimeout(MonotonicTime now) {
        over = over || (known && now.hasReached(until));
    }
}
