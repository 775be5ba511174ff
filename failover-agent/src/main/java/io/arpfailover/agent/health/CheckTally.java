package io.arpfailover.agent.health;

import io.arpfailover.coordinator.time.MonotonicTime;

/** Counts the results of one check. */
final class CheckTally {
    private final CheckRule rule;

    private Verdict verdict = Verdict.UNKNOWN;
    private MonotonicTime since;
    private boolean lastPassed;
    /** Results in a row that were as the last one. */
    private int consecutive;

    private String lastText = "";
    /** The last failure's, and how many there were in a row: the cause for as long as the check counts as failing. */
    private String failureText = "";

    private int failures;

    CheckTally(CheckRule rule, MonotonicTime since) {
        this.rule = rule;
        this.since = since;
    }

    /** Whether the verdict changed. */
    boolean onResult(CheckResult result, MonotonicTime now) {
        consecutive = result.passed() == lastPassed ? saturatedIncrement(consecutive) : 1;
        lastPassed = result.passed();
        lastText = result.text();
        if (!lastPassed) {
            failureText = lastText;
            failures = consecutive;
        }
        return consecutive >= (lastPassed ? rule.rise() : rule.fall())
                && become(lastPassed ? Verdict.PASSING : Verdict.FAILING, now);
    }

    boolean isRequiredFailure() {
        return verdict == Verdict.FAILING && rule.level() == CheckLevel.REQUIRED;
    }

    /** One clause, such as {@code check web failed 3 times: Connection refused}. */
    String failure() {
        String times = failures == 1 ? "" : " " + failures + " times";
        return "check " + rule.name() + " failed" + times + (failureText.isEmpty() ? "" : ": " + failureText);
    }

    CheckState state() {
        return new CheckState(rule.name(), rule.level(), verdict, consecutive, lastText, since);
    }

    private boolean become(Verdict next, MonotonicTime now) {
        boolean changed = next != verdict;
        if (changed) {
            verdict = next;
            since = now;
        }
        return changed;
    }

    private static int saturatedIncrement(int count) {
        return count == Integer.MAX_VALUE ? count : count + 1;
    }
}
