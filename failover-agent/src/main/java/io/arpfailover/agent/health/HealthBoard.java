package io.arpfailover.agent.health;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The verdicts on all checks of this server. Runs none and reads no clock; one thread.
 *
 * <p>A check that has too few results is {@link Verdict#UNKNOWN} and does not make the server unfit, as holder or as
 * heir: else no cluster could start before its slowest check has passed often enough, and a restarted agent would give
 * an address away that it serves well. The price is that an agent may take over for the time of {@code fall} runs
 * before it learns that it should not have.
 */
public final class HealthBoard {
    private final Map<String, CheckTally> tallies = new LinkedHashMap<>();

    /**
     * @param rules one per check, in the order of the status
     */
    public HealthBoard(List<CheckRule> rules, MonotonicTime start) {
        for (CheckRule rule : rules) {
            if (tallies.put(rule.name(), new CheckTally(rule, start)) != null) {
                throw new IllegalArgumentException("two checks are called " + rule.name());
            }
        }
    }

    /** There are these checks from now on; the verdict on one that there was before, by its name, stays. */
    public void rulesAre(List<CheckRule> rules, MonotonicTime now) {
        Map<String, CheckTally> before = new LinkedHashMap<>(tallies);
        tallies.clear();
        for (CheckRule rule : rules) {
            CheckTally tally = before.getOrDefault(rule.name(), new CheckTally(rule, now));
            tally.ruleIs(rule);
            tallies.put(rule.name(), tally);
        }
    }

    /** Whether there is a check of this name; the last result of one that there was may come late. */
    public boolean knows(String name) {
        return tallies.containsKey(name);
    }

    /** Takes a result in; present when it changed the verdict, which is worth a line in the log. */
    public Optional<CheckState> onResult(CheckResult result, MonotonicTime now) {
        CheckTally tally = tallies.get(result.name());
        if (tally == null) {
            throw new IllegalArgumentException("there is no check called " + result.name());
        }
        return tally.onResult(result, now) ? Optional.of(tally.state()) : Optional.empty();
    }

    /** Why this server is not fit, in one clause: the first required check that fails. Empty when it is fit. */
    public Optional<String> requiredFailure() {
        return tallies.values().stream()
                .filter(CheckTally::isRequiredFailure)
                .map(CheckTally::failure)
                .findFirst();
    }

    /** All checks, in the order of the rules. */
    public List<CheckState> states() {
        return tallies.values().stream().map(CheckTally::state).toList();
    }
}
