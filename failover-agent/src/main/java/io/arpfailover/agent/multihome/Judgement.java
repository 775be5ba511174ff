package io.arpfailover.agent.multihome;

import java.util.List;

/**
 * What is to be said about a host.
 *
 * @param findings those that are wrong first
 */
public record Judgement(EndSystem endSystem, List<Finding> findings) {

    public Judgement {
        findings = List.copyOf(findings);
    }

    /** Whether the shared addresses are answered on their interface and on no other. */
    public boolean isAnsweredOnce() {
        return wrong().isEmpty();
    }

    public List<Finding> wrong() {
        return findings.stream()
                .filter(finding -> finding.weight() == Finding.Weight.WRONG)
                .toList();
    }

    /** Whatever puts right what is wrong, as far as settings of single interfaces can. */
    public List<Setting> settings() {
        return wrong().stream()
                .flatMap(finding -> finding.settings().stream())
                .distinct()
                .toList();
    }
}
