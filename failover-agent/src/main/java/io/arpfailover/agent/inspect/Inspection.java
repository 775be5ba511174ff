package io.arpfailover.agent.inspect;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What came of looking at one frame.
 *
 * @param verdict what is thought of it
 * @param passes whether it may be believed: it is permitted, or nothing is enforced
 * @param findings what is to be told, seldom anything
 */
public record Inspection(Verdict verdict, boolean passes, List<Finding> findings) {
    /** Frames of which nothing is to be told make no garbage. */
    private static final Map<Verdict, Inspection> QUIET_PASSED = quiet(true);

    private static final Map<Verdict, Inspection> QUIET_DENIED = quiet(false);

    public Inspection {
        findings = List.copyOf(findings);
    }

    static Inspection of(Verdict verdict, boolean enforced, List<Finding> findings) {
        boolean passes = verdict.isPermitted() || !enforced;
        if (findings.isEmpty()) {
            return (passes ? QUIET_PASSED : QUIET_DENIED).get(verdict);
        }
        return new Inspection(verdict, passes, findings);
    }

    private static Map<Verdict, Inspection> quiet(boolean passes) {
        Map<Verdict, Inspection> all = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            all.put(verdict, new Inspection(verdict, passes, List.of()));
        }
        return all;
    }
}
