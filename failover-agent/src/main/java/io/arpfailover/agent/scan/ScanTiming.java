package io.arpfailover.agent.scan;

import io.arpfailover.agent.announce.Pace;
import java.time.Duration;

/**
 * How often and how patiently a {@link Sweep} asks.
 *
 * @param tries how often each address is asked that does not answer, 1 to 10
 * @param patience how long an answer may take: the shortest gap between two questions to one address, and the listening at
 *     the end
 */
public record ScanTiming(int tries, Duration patience) {
    /** Hosts on Ethernet answer within a millisecond; those on a wireless link that sleep, within three beacons. */
    public static final ScanTiming DEFAULT = new ScanTiming(2, Duration.ofMillis(300));

    /** A /22 whose hosts mostly stay silent is asked twice within three seconds. */
    public static final Pace DEFAULT_RATE = Pace.perSecond(1_000);

    private static final int MOST_TRIES = 10;

    public ScanTiming {
        if (tries < 1 || tries > MOST_TRIES || patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException(
                    "tries are 1 to " + MOST_TRIES + ", and a wait is longer than 0: " + tries + ", " + patience);
        }
    }

    /** How long so many addresses take at this rate when none answers. */
    public Duration longest(long addresses, Pace rate) {
        return Duration.ofSeconds(addresses)
                .multipliedBy(tries)
                .dividedBy(rate.frames())
                .plus(patience);
    }
}
