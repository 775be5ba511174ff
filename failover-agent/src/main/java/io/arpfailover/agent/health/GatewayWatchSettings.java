package io.arpfailover.agent.health;

import java.time.Duration;

/**
 * How the gateway is watched.
 *
 * @param level what an unreachable gateway means
 * @param interval time between questions; also how long an answer may take when there is no hurry
 * @param rise answers in a row until it counts as reachable, 1 or more
 * @param fall unanswered questions in a row until it counts as unreachable, 1 or more
 */
public record GatewayWatchSettings(CheckLevel level, Duration interval, int rise, int fall) {

    public GatewayWatchSettings {
        if (rise < 1 || fall < 1 || interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("rise and fall start at 1, and the interval is longer than nothing");
        }
    }
}
