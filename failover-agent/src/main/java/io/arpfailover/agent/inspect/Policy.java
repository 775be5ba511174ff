package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How frames are judged: what the operator decides.
 *
 * @param mode what becomes of the judgement
 * @param checks whether frame and packet must agree
 * @param rules in their order, before the bindings; at most 64
 * @param trusted stations that are believed without checks, rules, bindings or rate; but not about shared addresses
 * @param unbound what becomes of senders without a binding
 * @param learnedFor a learned binding is free again when its owner was silent for so long
 * @param rate how much one station may send
 * @param tellAgain the same finding about the same pair is told again after this time at the earliest
 * @param quiet a pair that was silent for so long is news when it comes back; arpwatch: six months
 * @param grace so long after a move frames of the old holder are late, and before one frames of the next are early
 * @param quarantine how long a station that is caught is shut out; empty: never
 */
public record Policy(
        InspectionMode mode,
        Checks checks,
        List<Rule> rules,
        Set<MacAddress> trusted,
        UnboundPolicy unbound,
        Duration learnedFor,
        RateLimit rate,
        Duration tellAgain,
        Duration quiet,
        Duration grace,
        Optional<Duration> quarantine) {

    /** Tells and hinders nothing. */
    public static final Policy DEFAULT = new Policy(
            InspectionMode.LOG,
            Checks.DEFAULT,
            List.of(),
            Set.of(),
            UnboundPolicy.PERMIT,
            Duration.ofMinutes(10),
            RateLimit.DEFAULT,
            Duration.ofMinutes(1),
            Duration.ofDays(180),
            Duration.ofSeconds(2),
            Optional.empty());

    public Policy {
        rules = List.copyOf(rules);
        trusted = Set.copyOf(trusted);
        if (rules.size() > RuleList.MOST) {
            throw new IllegalArgumentException("more than " + RuleList.MOST + " rules: " + rules.size());
        }
        if (grace.isNegative() || grace.isZero()) {
            throw new IllegalArgumentException("the grace must be longer than 0");
        }
    }

    public Policy withMode(InspectionMode other) {
        return new Policy(
                other, checks, rules, trusted, unbound, learnedFor, rate, tellAgain, quiet, grace, quarantine);
    }

    public Policy withChecks(Checks other) {
        return new Policy(mode, other, rules, trusted, unbound, learnedFor, rate, tellAgain, quiet, grace, quarantine);
    }

    public Policy withRules(List<Rule> other) {
        return new Policy(mode, checks, other, trusted, unbound, learnedFor, rate, tellAgain, quiet, grace, quarantine);
    }

    public Policy withTrusted(Set<MacAddress> other) {
        return new Policy(mode, checks, rules, other, unbound, learnedFor, rate, tellAgain, quiet, grace, quarantine);
    }

    public Policy withUnbound(UnboundPolicy other) {
        return new Policy(mode, checks, rules, trusted, other, learnedFor, rate, tellAgain, quiet, grace, quarantine);
    }

    public Policy withRate(RateLimit other) {
        return new Policy(
                mode, checks, rules, trusted, unbound, learnedFor, other, tellAgain, quiet, grace, quarantine);
    }

    public Policy withTellAgain(Duration other) {
        return new Policy(mode, checks, rules, trusted, unbound, learnedFor, rate, other, quiet, grace, quarantine);
    }

    public Policy withQuarantine(Optional<Duration> other) {
        return new Policy(mode, checks, rules, trusted, unbound, learnedFor, rate, tellAgain, quiet, grace, other);
    }
}
