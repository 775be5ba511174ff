package io.arpfailover.coordinator.election;

import java.time.Duration;

/**
 * The times of a turn. All candidates of a group must have the same.
 *
 * @param length what a successful call is worth, counted from when it left
 */
public record TurnTiming(Duration length) {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int RENEWALS_PER_TURN = 3;
    /** How much faster one clock may run than another: 1 %. */
    private static final int DRIFT_SHARE = 100;

    public static final TurnTiming DEFAULT = new TurnTiming(Duration.ofSeconds(3));

    public TurnTiming {
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("not a length of a turn: " + length + " (100 ms to 5 minutes)");
        }
    }

    Duration renewal() {
        return length.dividedBy(RENEWALS_PER_TURN);
    }

    /** How long a record must stand unchanged before its holder's turn is over by every clock. */
    Duration patience() {
        return length.plus(length.dividedBy(DRIFT_SHARE));
    }
}
