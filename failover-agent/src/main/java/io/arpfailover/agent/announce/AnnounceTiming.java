package io.arpfailover.agent.announce;

import java.time.Duration;

/**
 * When the {@link Announcer} does what.
 *
 * @param receiptWait how long the gateway may take to answer before it is asked again
 * @param tries queries until the alarm
 * @param slowWait gap between the queries after the alarm
 * @param slowTries how many of these, before it is left to the refresh
 * @param refresh gap between refreshes; well below the 300 s after which switches forget a MAC
 * @param minInterval shortest time between two announcements of one address made for cause (a rival, a link, a MAC)
 * @param resendWait the first pause after a failed send; each further one doubles it
 * @param resends how often failed sends are repeated, before it is left to the refresh
 */
public record AnnounceTiming(
        Duration receiptWait,
        int tries,
        Duration slowWait,
        int slowTries,
        Duration refresh,
        Duration minInterval,
        Duration resendWait,
        int resends) {

    public static final AnnounceTiming DEFAULT = new AnnounceTiming(
            Duration.ofMillis(100),
            3,
            Duration.ofSeconds(1),
            10,
            Duration.ofSeconds(60),
            Duration.ofMillis(250),
            Duration.ofMillis(10),
            8);

    public AnnounceTiming {
        if (tries < 1 || slowTries < 0 || resends < 1 || resends > 20 || refresh.compareTo(slowWait) < 0) {
            throw new IllegalArgumentException(
                    "tries and resends start at 1, a refresh is no faster than a slow query");
        }
    }

    public AnnounceTiming withRefresh(Duration every) {
        return new AnnounceTiming(receiptWait, tries, slowWait, slowTries, every, minInterval, resendWait, resends);
    }

    Duration resendAfter(int resendsSoFar) {
        return resendWait.multipliedBy(1L << resendsSoFar);
    }
}
