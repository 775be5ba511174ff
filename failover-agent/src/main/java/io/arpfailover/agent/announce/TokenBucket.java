package io.arpfailover.agent.announce;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * As many tokens as frames may leave in a second; a token that is spent comes back one window later.
 *
 * <p>A bucket that refills at a steady rate lets its burst and a second's refill into one window, so for a limit of 14
 * its burst and its rate would have to share the 14. This one gives all 14 at once, and still no window holds 15.
 */
public final class TokenBucket {
    /** A second and a margin: the switch counts when frames arrive, and drivers hold some longer than others. */
    static final Duration WINDOW = Duration.ofMillis(1_050);

    private Pace pace;
    /** When each spent token comes back, the first to come back first. At most as long as a pace was. */
    private final Deque<MonotonicTime> back = new ArrayDeque<>();

    public TokenBucket(Pace pace) {
        this.pace = pace;
    }

    /** From now on so many may leave; what has left counts. */
    void paceIs(Pace next) {
        pace = next;
    }

    /** Spends a token, if there is one. */
    public boolean take(MonotonicTime now) {
        if (pace.isUnlimited()) {
            return true;
        }
        while (!back.isEmpty() && now.hasReached(back.peekFirst())) {
            back.removeFirst();
        }
        if (back.size() >= pace.frames()) {
            return false;
        }
        back.addLast(now.plus(WINDOW));
        return true;
    }

    /** When there is a token for certain; may be in the past. Only of use after {@link #take} said no. */
    public MonotonicTime nextToken() {
        return back.getFirst();
    }
}
