package io.arpfailover.agent.inspect;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of looking at one frame.
 *
 * @param verdict what is thought of it
 * @param passes whether it may be believed: it is permitted, or nothing is enforced
 * @param findings what is to be told, seldom anything
 */
public record Inspection(Verdict verdict, boolean passes, List<Finding> findings) {
    /** Frames of which nothing is to be told make no garbage. By the verdict's number, those that pass second. */
    private static final List<Inspection> QUIET = quiet();

    public Inspection {
        findings = List.copyOf(findings);
    }

    static Inspection of(Verdict verdict, boolean enforced, List<Finding> findings) {
        boolean passes = verdict.isPermitted() || !enforced;
        return findings.isEmpty()
                ? QUIET.get(verdict.ordinal() * 2 + (passes ? 1 : 0))
                : new Inspection(verdict, passes, findings);
    }

    private static List<Inspection> quiet() {
        List<Inspection> all = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            all.add(new Inspection(verdict, false, List.of()));
            all.add(new Inspection(verdict, true, List.of()));
        }
        return List.copyOf(all);
    }
}
