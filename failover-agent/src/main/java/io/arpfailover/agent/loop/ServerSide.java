package io.arpfailover.agent.loop;

import io.arpfailover.agent.kernel.AssignedAddress;
import io.arpfailover.agent.kernel.KernelException;
import io.arpfailover.agent.kernel.KernelLease;
import io.arpfailover.agent.kernel.KernelResult;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.KernelResult.Reason;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's kernel as the loop uses it: the interface, the shared addresses on it, and their lease. Only the loop's
 * thread calls; every call takes some ten or hundred microseconds.
 */
final class ServerSide {
    private static final Logger LOG = LoggerFactory.getLogger(ServerSide.class);

    private static final Duration LIFETIME_LATE = Duration.ofMillis(600);

    private final String interfaceName;
    private final List<Ipv4Prefix> addresses;
    private final Rtnetlink rtnetlink;
    /** Empty where the kernel has no egress hook: there the lifetime of the addresses alone ends a lease. */
    private final Optional<KernelLease> lease;

    private int rulesBoundTo = -1;
    private boolean cleared;

    ServerSide(String interfaceName, List<Ipv4Prefix> addresses, Rtnetlink rtnetlink, Optional<KernelLease> lease) {
        this.interfaceName = interfaceName;
        this.addresses = addresses;
        this.rtnetlink = rtnetlink;
        this.lease = lease;
    }

    /** Blocks the addresses unless an earlier run's lease is live, and tells what that run left. */
    KernelResult prepare() {
        Optional<LinkState> link = rtnetlink.link(interfaceName);
        rulesBoundTo = link.map(LinkState::index).orElse(-1);
        return lease.map(KernelLease::install).orElse(new KernelResult.Done());
    }

    /** What an earlier run left. */
    Event.KernelFound found() {
        return new Event.KernelFound(assigned().size() == addresses.size(), lease.flatMap(KernelLease::remaining));
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
                .filter(assigned -> addresses.stream()
                        .anyMatch(
                                ours -> ours.address().equals(assigned.prefix().address())))
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

    /** The interface's MAC address at this moment. */
    Optional<MacAddress> mac() {
        try {
            return rtnetlink.link(interfaceName).map(LinkState::mac);
        } catch (KernelException e) {
            LOG.warn("{}", e.getMessage());
            return Optional.empty();
        }
    }

    Event.LeaseSet setLease(MonotonicTime until, boolean renewal) {
        if (lease.isEmpty()) {
            return new Event.LeaseSet(LeaseOutcome.LIVE, "");
        }
        KernelLease kernel = lease.get();
        KernelResult result;
        if (kernel.isInstalled()) {
            result = renewal ? kernel.renewUntil(until) : kernel.grantUntil(until);
        } else {
            // A lease without rules would let the address pass for ever.
            LOG.warn("rules=gone by=\"another program\" do=\"installed again\"");
            KernelResult installed = kernel.install();
            result = installed.isDone() ? kernel.grantUntil(until) : installed;
        }
        return result instanceof Failed failed
                ? new Event.LeaseSet(
                        failed.reason() == Reason.LEASE_ENDED ? LeaseOutcome.LAPSED : LeaseOutcome.FAILED,
                        failed.text())
                : new Event.LeaseSet(LeaseOutcome.LIVE, "");
    }

    /** Silences the addresses before it returns: by the lease, or else by taking them off. */
    void revokeLease() {
        boolean revoked = lease.isPresent() && report(lease.get().revoke());
        if (!revoked) {
            removeAddresses();
        }
    }

    Event.AddressesAssigned assign(Duration leaseLeft) {
        try {
            Optional<LinkState> link = rtnetlink.link(interfaceName);
            return new Event.AddressesAssigned(
                    link.isEmpty()
                            ? Optional.of("interface " + interfaceName + " does not exist")
                            : assign(link.get(), lifetime(leaseLeft)));
        } catch (KernelException e) {
            return new Event.AddressesAssigned(Optional.of(e.getMessage()));
        }
    }

    /**
     * How long the kernel shall keep the addresses by itself. It counts whole seconds and ends up to 0.6 s late. Under a
     * lease the end may come later, since what has no lease is silent; where the lifetime is all there is, it must not.
     */
    private Duration lifetime(Duration leaseLeft) {
        Duration exact = lease.isPresent() ? leaseLeft.plusMillis(999) : leaseLeft.minus(LIFETIME_LATE);
        return Duration.ofSeconds(Math.max(1, exact.toSeconds()));
    }

    private Optional<String> assign(LinkState link, Duration validFor) {
        for (Ipv4Prefix address : addresses) {
            if (rtnetlink.assign(link.index(), address, validFor) instanceof Failed failed) {
                return Optional.of(failed.text());
            }
        }
        return Optional.empty();
    }

    /** Takes those addresses off that this program put there, on whatever interface they are by now. */
    void removeAddresses() {
        for (LinkState link : rtnetlink.links()) {
            for (AssignedAddress assigned : ofTheCluster(link)) {
                if (assigned.ours()) {
                    report(rtnetlink.remove(link.index(), assigned.prefix()));
                }
            }
        }
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
        revokeLease();
        removeAddresses();
        if (rtnetlink.links().stream().allMatch(link -> ofTheCluster(link).isEmpty())) {
            cleared = lease.isEmpty() || report(lease.get().remove());
            return cleared;
        }
        LOG.error("address=present put-there-by=\"another program\" so=\"the rules that silence it stay\""
                + " do=\"remove the address, then delete the nftables table of the cluster\"");
        return lease.isPresent();
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

    private List<Event> look() {
        Optional<Event> unbound = bindRulesAgain();
        if (unbound.isPresent()) {
            return List.of(new Event.LinkSeen(link()), unbound.get());
        }
        List<Ipv4Prefix> present = assigned();
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
        List<Ipv4Prefix> present =
                rtnetlink.link(interfaceName).map(link -> rtnetlink.addresses(link.index())).orElse(List.of()).stream()
                        .filter(AssignedAddress::ours)
                        .map(AssignedAddress::prefix)
                        .toList();
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
