package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.MacAddress;
import java.util.List;
import java.util.Optional;

/** Rules as numbers: going through all of them costs a nanosecond each and no memory. */
final class RuleList {
    /** Every frame of a flood goes through them. */
    static final int MOST = 64;

    /** No station has it, so that it can stand for all of them. */
    private static final long ANY_MAC = MacAddress.ZERO.bits();

    private static final Optional<Rule.Action> PERMIT = Optional.of(Rule.Action.PERMIT);
    private static final Optional<Rule.Action> DENY = Optional.of(Rule.Action.DENY);

    private final int[] networks;
    private final int[] masks;
    private final long[] macs;
    private final boolean[] permits;

    RuleList(List<Rule> rules) {
        networks =
                rules.stream().mapToInt(rule -> rule.senders().network().bits()).toArray();
        masks = rules.stream()
                .mapToInt(rule -> LocalNetworks.mask(rule.senders()))
                .toArray();
        macs = rules.stream()
                .mapToLong(rule -> rule.mac().map(MacAddress::bits).orElse(ANY_MAC))
                .toArray();
        permits = new boolean[rules.size()];
        for (int i = 0; i < permits.length; i++) {
            permits[i] = rules.get(i).action() == Rule.Action.PERMIT;
        }
    }

    /** What the first rule that fits says. */
    Optional<Rule.Action> actionFor(int ip, long mac) {
        for (int i = 0; i < networks.length; i++) {
            if ((ip & masks[i]) == networks[i] && (macs[i] == ANY_MAC || macs[i] == mac)) {
                return permits[i] ? PERMIT : DENY;
            }
        }
        return Optional.empty();
    }
}
