package io.arpfailover.agent.takeover;

import io.arpfailover.agent.takeover.Event.LeaseOutcome;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One server's kernel: the lease it enforces, and addresses whose lifetime ends. It outlives the agent. */
final class SimulatedKernel {
    private static final Duration EARLY = Duration.ofMillis(6);
    private static final Duration LATE = Duration.ofMillis(600);

    private final Agenda agenda;
    private final LocalClock clock;
    private final List<Ipv4Address> addresses;
    private final BrokenRule broken;
    private final Runnable addressGone;
    private final Map<Ipv4Address, MonotonicTime> assigned = new LinkedHashMap<>();
    private Optional<MonotonicTime> leaseEnd = Optional.empty();
    private boolean refusesLease;
    private boolean refusesAddresses;

    SimulatedKernel(
            Agenda agenda, LocalClock clock, List<Ipv4Address> addresses, BrokenRule broken, Runnable addressGone) {
        this.agenda = agenda;
        this.clock = clock;
        this.addresses = addresses;
        this.broken = broken;
        this.addressGone = addressGone;
    }

    boolean leaseLive() {
        return leaseEnd.isPresent() && !isOver(leaseEnd.get());
    }

    /** Whether this kernel serves an address. */
    boolean passes(Ipv4Address address) {
        return leaseLive() && has(address);
    }

    Event.LeaseSet setLease(MonotonicTime until, boolean renewal) {
        if (refusesLease) {
            return new Event.LeaseSet(LeaseOutcome.FAILED, "the kernel refused the lease");
        }
        boolean lapsed = renewal && !leaseLive();
        MonotonicTime end = until.minus(agenda.between(Duration.ZERO, EARLY));
        if (lapsed || clock.now().hasReached(end)) {
            return new Event.LeaseSet(LeaseOutcome.LAPSED, "the lease has run out");
        }
        leaseEnd = Optional.of(end);
        return new Event.LeaseSet(LeaseOutcome.LIVE, "");
    }

    void revokeLease() {
        leaseEnd = Optional.empty();
    }

    Event.AddressesAssigned assign(Duration validFor) {
        if (refusesAddresses) {
            return new Event.AddressesAssigned(Optional.of("the kernel refused an address"));
        }
        MonotonicTime end = clock.now().plus(validFor).plus(agenda.between(Duration.ZERO, LATE));
        addresses.forEach(address -> assigned.put(address, end));
        agenda.at(clock.trueInstant(end), this::expire);
        return new Event.AddressesAssigned(Optional.empty());
    }

    void removeAddresses() {
        if (!assigned.isEmpty()) {
            assigned.clear();
            addressGone.run();
        }
    }

    /** Another program takes one address off. */
    void loseOne() {
        if (assigned.remove(addresses.get(0)) != null) {
            addressGone.run();
        }
    }

    void refuse(boolean lease, boolean address) {
        refusesLease = lease;
        refusesAddresses = address;
    }

    void powerLost() {
        leaseEnd = Optional.empty();
        assigned.clear();
    }

    Event.KernelFound found() {
        Optional<Duration> left = leaseLive() ? leaseEnd.map(clock.now()::until) : Optional.empty();
        return new Event.KernelFound(missing().isEmpty(), left);
    }

    List<Ipv4Address> missing() {
        return addresses.stream().filter(address -> !has(address)).toList();
    }

    private boolean has(Ipv4Address address) {
        MonotonicTime end = assigned.get(address);
        return end != null && !isOver(end);
    }

    private void expire() {
        if (assigned.values().removeIf(this::isOver)) {
            addressGone.run();
        }
    }

    private boolean isOver(MonotonicTime end) {
        return clock.now().hasReached(end) && broken != BrokenRule.KERNEL_ENDS_NOTHING;
    }
}
