package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything an {@link Inspector} goes by that others find out: one value, so that it changes at one moment. Never
 * changes; any thread. Made anew on each change, which takes microseconds unless the bindings are new too (a
 * millisecond for 10,000 of them).
 */
public final class Knowledge {
    /** So many are found faster one by one, and they are asked for in every frame. */
    private static final int FEW = 8;

    private final Policy policy;
    private final Bindings bindings;
    private final Pair pair;

    private final RuleList rules;
    private final LocalNetworks networks;
    private final long[] trusted;
    private final long[] own;
    private final long[] peer;
    private final int[] shared;
    private final long[] gateways;

    /**
     * @param local the networks of the link; when empty, no address is foreign to it
     * @param gateways MAC addresses of the routers, which are never shut out, and
     *     heard however much they send
     */
    public Knowledge(Policy policy, Bindings bindings, Pair pair, List<Ipv4Prefix> local, Set<MacAddress> gateways) {
        this.policy = policy;
        this.bindings = bindings;
        this.pair = pair;
        this.rules = new RuleList(policy.rules());
        this.networks = new LocalNetworks(local);
        this.trusted = sorted(policy.trusted());
        this.own = sorted(pair.own());
        this.peer = sorted(pair.peer());
        this.shared =
                pair.shared().stream().mapToInt(Ipv4Address::bits).sorted().toArray();
        this.gateways = sorted(gateways);
    }

    public Policy policy() {
        return policy;
    }

    public Bindings bindings() {
        return bindings;
    }

    public Pair pair() {
        return pair;
    }

    /**
     * The station to shut out for what was found: the one that sent the frame. Nobody when the policy shuts nobody out,
     * when the finding is no offence, and never a member of the pair, this server, a gateway or who is trusted: whoever
     * copies one of their addresses would have us cut them off.
     */
    public Optional<MacAddress> quarantined(Finding finding) {
        boolean caught = policy.quarantine().isPresent() && finding.isOffence();
        return caught && mayBeShutOut(finding.source()) ? Optional.of(finding.source()) : Optional.empty();
    }

    private boolean mayBeShutOut(MacAddress mac) {
        return !mac.isGroup() && !mustBeHeard(mac.bits());
    }

    RuleList rules() {
        return rules;
    }

    LocalNetworks networks() {
        return networks;
    }

    boolean isTrusted(long mac) {
        return contains(trusted, mac);
    }

    /** Whether nothing it sends is too much: without the gateway's answers a server would call itself cut off. */
    boolean mustBeHeard(long mac) {
        return isMember(mac) || isTrusted(mac) || contains(gateways, mac);
    }

    boolean isMember(long mac) {
        return contains(own, mac) || contains(peer, mac);
    }

    boolean isOf(Member member, long mac) {
        return switch (member) {
            case OWN -> contains(own, mac);
            case PEER -> contains(peer, mac) && !contains(own, mac);
        };
    }

    /** The number of a shared address among them; negative for others. */
    int sharedIndex(int ip) {
        if (shared.length > FEW) {
            return Arrays.binarySearch(shared, ip);
        }
        for (int i = 0; i < shared.length; i++) {
            if (shared[i] == ip) {
                return i;
            }
        }
        return -1;
    }

    int sharedCount() {
        return shared.length;
    }

    int sharedAddress(int index) {
        return shared[index];
    }

    private static boolean contains(long[] sorted, long mac) {
        if (sorted.length > FEW) {
            return Arrays.binarySearch(sorted, mac) >= 0;
        }
        for (long one : sorted) {
            if (one == mac) {
                return true;
            }
        }
        return false;
    }

    private static long[] sorted(Collection<MacAddress> macs) {
        return macs.stream().mapToLong(MacAddress::bits).sorted().toArray();
    }
}
