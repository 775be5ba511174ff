package io.arpfailover.agent.health;

/**
 * When a check counts as failing, and what that means.
 *
 * @param name unique on this server
 * @param level what a failure means
 * @param rise passes in a row until it counts as passing, 1 or more
 * @param fall failures in a row until it counts as failing, 1 or more
 */
public record CheckRule(String name, CheckLevel level, int rise, int fall) {

    public CheckRule {
        if (rise < 1 || fall < 1) {
            throw new IllegalArgumentException("rise and fall of check " + name + " start at 1");
        }
    }
}
