package io.arpfailover.agent.inspect;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How fast each station sends, and which of them are shut off for having sent too fast.
 *
 * <p>Of each station it keeps when its last frames came, as many as it may send in one interval: a frame is too many
 * when the one so many places before it came less than an interval ago. So any window counts, not only those that begin
 * where a fixed window does, and a bucket's refill never adds to its burst. At most a fixed number of stations; of more
 * the one silent for longest is forgotten, and with it that it was shut off.
 *
 * <p>Why no limiter of Resilience4j: that is made for callers that wait, each for a permit; it synchronises, allocates
 * with each change of its state, reads the clock itself and refills in fixed cycles. Here one thread asks 100,000 times
 * a second, for thousands of stations, with the time in its hand, and nobody waits.
 */
final class SourceRates {
    /** What a frame's station may do. */
    enum Answer {
        WITHIN,
        /** This frame is the first of those that are too many. */
        TURNED_EXCEEDED,
        EXCEEDED
    }

    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final Slots slots;
    private final int frames;
    private final long interval;
    private final long recovery;
    /** For each station a ring of so many instants. */
    private final long[] times;

    private final int[] next;
    private final long[] offUntil;
    private final boolean[] over;

    SourceRates(int stations, RateLimit limit, RandomGenerator random) {
        slots = new Slots(stations, random);
        frames = limit.frames();
        interval = limit.interval().toNanos();
        recovery = limit.recovery().toNanos();
        times = new long[Math.multiplyExact(stations, frames)];
        next = new int[stations];
        offUntil = new long[stations];
        over = new boolean[stations];
    }

    /** Counts a frame. */
    Answer count(long mac, long now) {
        int slot = slots.use(mac, 0);
        if (slot == Slots.NONE) {
            slot = begin(mac);
        }
        if (now < offUntil[slot]) {
            return Answer.EXCEEDED;
        }
        int at = slot * frames + next[slot];
        boolean tooMany = now - times[at] < interval;
        if (!tooMany) {
            over[slot] = false;
            times[at] = now;
            next[slot] = next[slot] + 1 == frames ? 0 : next[slot] + 1;
            return Answer.WITHIN;
        }
        return exceeded(slot, now);
    }

    private Answer exceeded(int slot, long now) {
        boolean first = !over[slot] || recovery > 0;
        over[slot] = true;
        offUntil[slot] = now + recovery;
        return first ? Answer.TURNED_EXCEEDED : Answer.EXCEEDED;
    }

    private int begin(long mac) {
        int slot = slots.add(mac, 0);
        Arrays.fill(times, slot * frames, (slot + 1) * frames, LONG_AGO);
        next[slot] = 0;
        offUntil[slot] = LONG_AGO;
        over[slot] = false;
        return slot;
    }
}
