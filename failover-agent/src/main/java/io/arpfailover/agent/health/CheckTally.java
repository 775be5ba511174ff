package io.arpfailover.agent.health;

import io.arpfailover.coordinator.time.MonotonicTime;

/** Counts the results of one check. */
final class CheckTally {
    private CheckRule rule;

    private Verdict verdict = Verdict.UNKNOWN;
    private MonotonicTime since;
    private boolean lastPassed;
    /** Results in a row that were as the last one. */
    private int consecutive;

    private String lastText = "";
    /** The last failure's: the cause for as long as the check counts as failing. */
    private String failureText = "";

    CheckTally(CheckRule rule, MonotonicTime since) {
        this.rule = rule;
        this.since = since;
    }

    /** From now on it is counted like this; the verdict stays until results say otherwise. */
    void ruleIs(CheckRule next) {
        rule = next;
    }

    /** Whether the verdict changed. */
    boolean onResult(CheckResult result, MonotonicTime now) {
        consecutive = result.passed() == lastPassed ? saturatedIncrement(consecutive) : 1;
        lastPassed = result.passed();
        lastText = result.text();
        if (!lastPassed) {
            failureText = lastText;
        }
        return consecutive >= (lastPassed ? rule.rise() : rule.fall())
                && become(lastPassed ? Verdict.PASSING : Verdict.FAILING, now);
    }

    boolean isRequiredFailure() {
        return verdict == Verdict.FAILING && rule.level() == CheckLevel.REQUIRED;
    }

    /**
     * One clause, such as {@code check web failed 3 times: Connection refused}. It says how many it took, not how many
     * there were since: whoever tells news would tell each of them.
     */
    String failure() {
        String times = rule.fall() == 1 ? "" : " " + rule.fall() + " times";
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
