package io.arpfailover.agent.scan;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.announce.TokenBucket;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/**
 * A bound on frames per second that also spreads them: no window of a second has more than the rate, and they leave a
 * few at a time instead of a second's worth at once, since answers come back as the questions went out.
 *
 * <p>Who falls behind may catch up {@link #CATCH_UP} slots at once, never past the rate.
 */
public final class SteadyRate {
    static final int SLOTS_PER_SECOND = 100;
    static final int CATCH_UP = 5;

    private final TokenBucket bucket;
    private final int perSlot;
    private final Duration slot;

    private int leftInSlot;
    private MonotonicTime nextSlot = new MonotonicTime(Long.MIN_VALUE);
    private MonotonicTime free = nextSlot;

    /** @param pace not {@link Pace#UNLIMITED} */
    public SteadyRate(Pace pace) {
        if (pace.equals(Pace.UNLIMITED)) {
            throw new IllegalArgumentException("a rate without a limit needs no keeper");
        }
        this.bucket = new TokenBucket(pace);
        this.perSlot = Math.max(1, pace.frames() / SLOTS_PER_SECOND);
        this.slot = pace.time(perSlot);
    }

    /** Whether one more frame may leave now; if so, it is counted. */
    public boolean take(MonotonicTime now) {
        if (leftInSlot == 0 && !openSlot(now)) {
            free = nextSlot;
            return false;
        }
        if (!bucket.take(now)) {
            free = bucket.nextToken();
            return false;
        }
        leftInSlot--;
        return true;
    }

    /** When to ask again; only of use after {@link #take} said no. */
    public MonotonicTime free() {
        return free;
    }

    private boolean openSlot(MonotonicTime now) {
        if (!now.hasReached(nextSlot)) {
            return false;
        }
        MonotonicTime earliest = now.minus(slot.multipliedBy(CATCH_UP - 1L));
        nextSlot = MonotonicTime.latest(nextSlot, earliest).plus(slot);
        leftInSlot = perSlot;
        return true;
    }
}
