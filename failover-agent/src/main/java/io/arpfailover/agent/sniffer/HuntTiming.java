package io.arpfailover.agent.sniffer;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How long answers are waited for; each list holds one wait per try.
 *
 * @param ordinary after an ordinary question, which may wake a suspect from sleep
 * @param bait after a bait, to which the time of the ordinary answer is added
 * @param mostRoundTrip the most that is added
 */
public record HuntTiming(List<Duration> ordinary, List<Duration> bait, Duration mostRoundTrip) {
    public static final HuntTiming DEFAULT =
            new HuntTiming(millis(50, 150, 300), millis(10, 40, 90), Duration.ofMillis(200));

    private static final int MOST_TRIES = 10;

    public HuntTiming {
        ordinary = List.copyOf(ordinary);
        bait = List.copyOf(bait);
        if (!isBounded(ordinary) || !isBounded(bait)) {
            throw new IllegalArgumentException("1 to " + MOST_TRIES + " tries: " + ordinary + ", " + bait);
        }
    }

    private static boolean isBounded(List<Duration> tries) {
        return !tries.isEmpty() && tries.size() <= MOST_TRIES;
    }

    private static List<Duration> millis(long... each) {
        return Arrays.stream(each).mapToObj(Duration::ofMillis).toList();
    }
}
