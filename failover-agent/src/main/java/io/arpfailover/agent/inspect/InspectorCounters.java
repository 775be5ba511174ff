package io.arpfailover.agent.inspect;

import java.util.Map;

/**
 * What an {@link Inspector} has seen so far.
 *
 * @param frames how many frames for each verdict; those without any are left out
 * @param findings how many findings of each kind were told; those without any are left out
 * @param suppressed how many findings were not told, since the same, or too many, had been
 * @param addresses how many addresses it knows
 */
public record InspectorCounters(
        Map<Verdict, Long> frames, Map<FindingKind, Long> findings, long suppressed, int addresses) {
    public InspectorCounters {
        frames = Map.copyOf(frames);
        findings = Map.copyOf(findings);
    }
}
