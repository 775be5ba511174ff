package io.arpfailover.agent.loop;

import static java.util.stream.Collectors.toSet;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.arpfailover.agent.kernel.AssignedAddress;
import io.arpfailover.agent.kernel.KernelEvent;
import io.arpfailover.agent.kernel.KernelException;
import io.arpfailover.agent.kernel.KernelResult;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.takeover.Event;
import io.arpfailover.agent.takeover.Event.LeaseOutcome;
import io.arpfailover.agent.takeover.LinkView;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's kernel as the loop uses it: the interface, the shared addresses on it, and their lease. Only the loop's
 * thread calls, but for {@link #told}; every call takes some ten or hundred microseconds, with a thousand addresses those
 * about all of them some ten milliseconds.
 */
final class ServerSide {
    private static final Logger LOG = LoggerFactory.getLogger(ServerSide.class);

    private static final Duration LIFETIME_LATE = Duration.ofMillis(600);
    private static final Duration SHORTEST_LIFETIME = Duration.ofSeconds(1);

    private final String interfaceName;
    private final List<Ipv4Prefix> addresses;
    private final Map<Ipv4Address, Ipv4Prefix> prefixes;
    private final Rtnetlink rtnetlink;
    private final KnownLink known;
    /** Empty where the kernel has no egress hook: there the lifetime of the addresses alone ends a lease. */
    private final Optional<LeaseKeeper> lease;

    private final Consumer<String> halt;
    /** What this run has assigned and not removed since; at most all of the addresses. */
    private final Set<Ipv4Prefix> placed = new HashSet<>();

    private int rulesBoundTo = -1;
    private boolean cleared;

    /**
     * @param halt ends the process at once, for a reason
     */
    ServerSide(
            String interfaceName,
            List<Ipv4Prefix> addresses,
            Rtnetlink rtnetlink,
            Optional<LeaseKeeper> lease,
            Consumer<String> halt) {
        this.interfaceName = interfaceName;
        this.addresses = addresses;
        this.prefixes = addresses.stream().collect(toUnmodifiableMap(Ipv4Prefix::address, prefix -> prefix));
        this.rtnetlink = rtnetlink;
        this.known = new KnownLink(interfaceName);
        this.lease = lease;
        this.halt = halt;
    }

    /** Blocks the addresses unless an earlier run's lease is live, and tells what that run left. */
    KernelResult prepare() {
        Optional<LinkState> link = rtnetlink.link(interfaceName);
        rulesBoundTo = link.map(LinkState::index).orElse(-1);
        return lease.map(LeaseKeeper::install).orElse(new KernelResult.Done());
    }

    /** What runs for the first time is slow, and is not to be so between two servers' turns. On any thread. */
    void rehearse(int times) {
        lease.ifPresent(keeper -> keeper.rehearse(times));
    }

    /** Tells when somebody may have changed the rules, on a thread of the kernel's; then {@link #lookAtRules}. */
    void watchRules(Runnable listener) {
        lease.ifPresent(keeper -> keeper.watch(listener));
    }

    /** What the kernel said about links; called on its thread. */
    void told(KernelEvent said) {
        known.told(said);
    }

    /** What an earlier run left, looked at now. */
    Event.EarlierRun found(Optional<MonotonicTime> promisedUntil, MonotonicTime gone, MonotonicTime now) {
        placed.addAll(assigned());
        return new Event.EarlierRun(
                assigned().size() == addresses.size(),
                lease.flatMap(LeaseKeeper::remaining).map(now::plus),
                promisedUntil,
                gone);
    }

    /** Every address on the interface, shared or not. */
    List<Ipv4Address> onInterface() {
        return rtnetlink.link(interfaceName).map(link -> rtnetlink.addresses(link.index())).orElse(List.of()).stream()
                .map(assigned -> assigned.prefix().address())
                .toList();
    }

    /** Those of our addresses that somebody else put on this server: ours to use only when they are gone. */
    List<Ipv4Prefix> foreign() {
        return rtnetlink.links().stream()
                .flatMap(link -> ofTheCluster(link).stream())
                .filter(assigned -> !assigned.ours())
                .map(AssignedAddress::prefix)
                .toList();
    }

    /** The cluster's addresses that an interface carries, whoever put them there. */
    private List<AssignedAddress> ofTheCluster(LinkState link) {
        return rtnetlink.addresses(link.index()).stream()
                .filter(assigned -> prefixes.containsKey(assigned.prefix().address()))
                .toList();
    }

    LinkView link() {
        Set<MacAddress> macs = Set.copyOf(rtnetlink.macs());
        return rtnetlink
                .link(interfaceName)
                .map(state -> new LinkView(Optional.of(state.mac()), macs, state.up(), state.carrier()))
                .orElse(new LinkView(Optional.empty(), macs, false, false));
    }

    /** Every MAC address of this server, as text. */
    List<String> macs() {
        return rtnetlink.macs().stream().map(MacAddress::toString).toList();
    }

    /** The interface's MAC address, as the kernel last told it. */
    Optional<MacAddress> mac() {
        try {
            return known.orAsk(() -> rtnetlink.link(interfaceName)).map(LinkState::mac);
        } catch (KernelException e) {
            LOG.warn("{}", e.getMessage());
            return Optional.empty();
        }
    }

    Event.LeaseSet setLease(MonotonicTime until, boolean renewal) {
        return lease.map(keeper -> keeper.set(until, renewal)).orElse(new Event.LeaseSet(LeaseOutcome.LIVE, ""));
    }

    /**
     * Silences the addresses before it returns: by the lease, or else by taking them off. If neither can be done it
     * halts, since the effects that follow may let the other member serve.
     */
    void revokeLease() {
        if (!isSilenced()) {
            halt.accept("this server may still answer for the addresses");
        }
    }

    private boolean isSilenced() {
        try {
            return isRevoked() || isBare();
        } catch (KernelException e) {
            LOG.warn("{}", e.getMessage());
            return false;
        }
    }

    private boolean isRevoked() {
        return lease.isPresent() && report(lease.get().revoke());
    }

    /** Takes our addresses off, and looks whether any of the cluster's is left. */
    private boolean isBare() {
        removeAddresses();
        return rtnetlink.links().stream().allMatch(link -> ofTheCluster(link).isEmpty());
    }

    /** Some of the addresses; a hundred of them at a time hold nothing up. */
    Event.AddressesAssigned assign(List<Ipv4Address> part, Duration leaseLeft) {
        try {
            placed.addAll(prefixes(part));
            Optional<LinkState> link = rtnetlink.link(interfaceName);
            return new Event.AddressesAssigned(
                    part,
                    link.isEmpty()
                            ? Optional.of("interface " + interfaceName + " does not exist")
                            : isTooShort(leaseLeft)
                                    ? Optional.of(
                                            "what is left of the lease is shorter than this kernel can keep an address")
                                    : failure(
                                            rtnetlink.assign(link.get().index(), prefixes(part), lifetime(leaseLeft))));
        } catch (KernelException e) {
            return new Event.AddressesAssigned(part, Optional.of(e.getMessage()));
        }
    }

    private static Optional<String> failure(KernelResult result) {
        return result instanceof Failed failed ? Optional.of(failed.text()) : Optional.empty();
    }

    private List<Ipv4Prefix> prefixes(List<Ipv4Address> part) {
        return part.stream().map(prefixes::get).toList();
    }

    /** Where the lifetime is all that ends an address, it must not end later than the lease. */
    private boolean isTooShort(Duration leaseLeft) {
        return lease.isEmpty() && leaseLeft.minus(LIFETIME_LATE).compareTo(SHORTEST_LIFETIME) < 0;
    }

    /**
     * How long the kernel shall keep the addresses by itself. It counts whole seconds and ends up to 0.6 s late. Under a
     * lease the end may come later, since what has no lease is silent; where the lifetime is all there is, it must not.
     */
    private Duration lifetime(Duration leaseLeft) {
        Duration exact = lease.isPresent() ? leaseLeft.plusMillis(999) : leaseLeft.minus(LIFETIME_LATE);
        return Duration.ofSeconds(Math.max(1, exact.toSeconds()));
    }

    /** Takes those addresses off that this program put there, on whatever interface they are by now. */
    void removeAddresses() {
        placed.clear();
        for (LinkState link : rtnetlink.links()) {
            removeOurs(link, ofTheCluster(link));
        }
    }

    /** Some of them, as far as this run put them there; a hundred of them at a time hold nothing up. */
    void removeAddresses(List<Ipv4Address> part) {
        List<Ipv4Prefix> ours = prefixes(part).stream().filter(placed::remove).toList();
        rtnetlink.link(interfaceName).ifPresent(link -> report(rtnetlink.remove(link.index(), ours)));
    }

    private void removeOurs(LinkState link, List<AssignedAddress> present) {
        List<Ipv4Prefix> ours = present.stream()
                .filter(AssignedAddress::ours)
                .map(AssignedAddress::prefix)
                .toList();
        report(rtnetlink.remove(link.index(), ours));
    }

    /**
     * Leaves nothing of ours behind. The rules go last, and only when none of the addresses is on this server: without
     * them it would answer for the address beside its holder.
     *
     * @return whether this server is silent
     */
    boolean clear() {
        if (cleared) {
            return true;
        }
        boolean revoked = isRevoked();
        if (isBare()) {
            cleared = lease.isEmpty() || report(lease.get().remove());
            return cleared;
        }
        LOG.error("address=present put-there-by=\"another program\" so=\"the rules that silence it stay\""
                + " do=\"remove the address, then delete the nftables table of the cluster\"");
        return revoked;
    }

    /** Looks again at what the kernel may have changed. */
    List<Event> lookAgain() {
        try {
            return look();
        } catch (KernelException e) {
            LOG.warn("{}", e.getMessage());
            return List.of(); // The next change, or the next renewal, looks again.
        }
    }

    /** Looks again at the rules, which somebody may have changed. */
    List<Event> lookAtRules() {
        try {
            return lease.isEmpty() || rtnetlink.link(interfaceName).isEmpty()
                    ? List.of()
                    : lease.get().look();
        } catch (KernelException e) {
            LOG.warn("{}", e.getMessage());
            return List.of();
        }
    }

    private List<Event> look() {
        Optional<Event> unbound = bindRulesAgain();
        if (unbound.isPresent()) {
            return List.of(new Event.LinkSeen(link()), unbound.get());
        }
        Set<Ipv4Prefix> present = Set.copyOf(assigned());
        List<Ipv4Address> missing = addresses.stream()
                .filter(address -> !present.contains(address))
                .map(Ipv4Prefix::address)
                .toList();
        Event seen = new Event.LinkSeen(link());
        return missing.isEmpty() ? List.of(seen) : List.of(seen, new Event.AddressesRemoved(missing));
    }

    /**
     * Rules die with the interface they are bound to; one that comes back has another index.
     *
     * @return the failure, if they cannot be bound
     */
    private Optional<Event> bindRulesAgain() {
        int index = rtnetlink.link(interfaceName).map(LinkState::index).orElse(-1);
        if (index != rulesBoundTo && index != -1 && lease.isPresent()) {
            if (lease.get().install() instanceof Failed failed) {
                return Optional.of(new Event.LeaseSet(LeaseOutcome.FAILED, failed.text()));
            }
        }
        rulesBoundTo = index;
        return Optional.empty();
    }

    private List<Ipv4Prefix> assigned() {
        Set<Ipv4Prefix> present =
                rtnetlink.link(interfaceName).map(link -> rtnetlink.addresses(link.index())).orElse(List.of()).stream()
                        .filter(AssignedAddress::ours)
                        .map(AssignedAddress::prefix)
                        .collect(toSet());
        return addresses.stream().filter(present::contains).toList();
    }

    /** Logs a failure, and tells whether it was done. */
    private static boolean report(KernelResult result) {
        if (result instanceof Failed failed) {
            LOG.warn("kernel={} text=\"{}\"", failed.reason(), failed.text());
        }
        return result.isDone();
    }
}
