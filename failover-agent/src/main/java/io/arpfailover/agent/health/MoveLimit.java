package io.arpfailover.agent.health;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often the pair may move the addresses by its own choice: at most so many times in any window. Then they stay where
 * they are, and a person is called; a holder that is lost is no choice, and never waits for this.
 *
 * <p>Reads no clock; one thread.
 */
public final class MoveLimit {
    private int most;
    private final Duration window;
    /** When the last moves were, oldest first; at most {@code most} of them. */
    private final Deque<MonotonicTime> moves = new ArrayDeque<>();

    private long lastEpoch = Long.MIN_VALUE;

    /**
     * @param most how many moves a window may hold, 1 or more
     */
    public MoveLimit(int most, Duration window) {
        if (most < 1) {
            throw new IllegalArgumentException("a limit of " + most + " moves allows none (1 or more)");
        }
        this.most = most;
        this.window = window;
    }

    /**
     * The holder changed. Whoever chose it, it counts; noting an epoch again, or one before it, changes nothing. Moves
     * from before the agent's start may be noted with the times they had, oldest first.
     */
    public void note(long epoch, MonotonicTime at) {
        if (epoch <= lastEpoch) {
            return;
        }
        lastEpoch = epoch;
        moves.addLast(at);
        forgetOldest();
    }

    /** From now on a window may hold so many, 1 or more; the moves there were count. */
    public void mostIs(int next) {
        most = next;
        forgetOldest();
    }

    private void forgetOldest() {
        while (moves.size() > most) {
            moves.removeFirst();
        }
    }

    /** Whether one more move stays within the limit. */
    public boolean allows(MonotonicTime now) {
        return now.hasReached(allowsAgain(now));
    }

    /** When one more move stays within the limit: {@code now}, or the end of the window that is full. */
    public MonotonicTime allowsAgain(MonotonicTime now) {
        boolean full = moves.size() >= most;
        return full ? MonotonicTime.latest(now, moves.getFirst().plus(window)) : now;
    }
}
