package io.arpfailover.agent.inspect;

import java.time.Duration;

/**
 * How many frames one station may send, and what follows when it sends more.
 *
 * @param frames so many frames, 1 to 1000
 * @param interval in any window of this length
 * @param recovery for so long everything the station sends is denied once it sent more; zero: only what is too much
 */
public record RateLimit(int frames, Duration interval, Duration recovery) {
    private static final int MOST = 1_000;

    /** As Cisco's dynamic ARP inspection for untrusted ports: 15 in a burst interval of 1 s, recovery after 300 s. */
    public static final RateLimit DEFAULT = new RateLimit(15, Duration.ofSeconds(1), Duration.ofSeconds(300));

    public RateLimit {
        if (frames < 1 || frames > MOST) {
            throw new IllegalArgumentException("not a rate: " + frames + " frames (1 to " + MOST + ")");
        }
        if (interval.isNegative() || interval.isZero() || recovery.isNegative()) {
            throw new IllegalArgumentException("an interval is longer than 0, and a recovery not shorter");
        }
    }

    /** The same with another number of frames. */
    public RateLimit withFrames(int other) {
        return new RateLimit(other, interval, recovery);
    }
}
