package io.arpfailover.agent.check;

import io.arpfailover.agent.health.CheckRule;
import java.time.Duration;

/**
 * One check: what it does, how often, and when it counts as failing.
 *
 * @param rule its name, and when it counts as failing
 * @param kind what it does
 * @param interval from the start of one run to the start of the next
 * @param timeout how long a run may take, no longer than the interval
 */
public record CheckSettings(CheckRule rule, CheckKind kind, Duration interval, Duration timeout) {

    public CheckSettings {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(interval) > 0) {
            throw new IllegalArgumentException(
                    "the timeout of check " + rule.name() + " is longer than nothing and no longer than its interval");
        }
    }

    public String name() {
        return rule.name();
    }
}
