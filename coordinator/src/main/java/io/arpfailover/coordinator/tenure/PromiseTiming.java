package io.arpfailover.coordinator.tenure;

import java.time.Duration;

/**
 * The times of the protocol between the two servers. One is chosen, T; the rest follow from it.
 *
 * @param promise T: how long the heir promises at each heartbeat not to take the addresses; the same on both members
 * @param restart G: the long promise for which the holder asks before its agent restarts
 */
public record PromiseTiming(Duration promise, Duration restart) {
    /** T that a client hardly notices, and that a busy server keeps. */
    public static final PromiseTiming DEFAULT = new PromiseTiming(Duration.ofMillis(500), Duration.ofSeconds(10));

    /** T for those who would otherwise set adverts of 100 ms. */
    public static final PromiseTiming FAST = new PromiseTiming(Duration.ofMillis(100), DEFAULT.restart());

    private static final int HEARTBEATS_PER_PROMISE = 5;
    private static final int SUSPICIONS_PER_PROMISE = 2;

    /** Two clocks may differ by 1 % in speed: so much longer is a promise kept than it is worth (rule 2). */
    private static final int DRIFT = 100;

    public PromiseTiming {
        if (promise.isNegative() || promise.isZero() || restart.compareTo(promise) < 0) {
            throw new IllegalArgumentException("promise=" + promise + " restart=" + restart);
        }
    }

    public Duration heartbeatEvery() {
        return promise.dividedBy(HEARTBEATS_PER_PROMISE);
    }

    /** After so long without a heartbeat the holder is suspected, or without an ack the heir. */
    public Duration suspicionAfter() {
        return promise.dividedBy(SUSPICIONS_PER_PROMISE);
    }

    /** For how long a promise of this length is kept by the one who gave it. */
    public static Duration kept(Duration promised) {
        return promised.plus(promised.dividedBy(DRIFT));
    }
}
