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
    /** What the lease is shortened by, and the kernel's own rounding beyond that. */
    private static final Duration LEAST_EARLY = Duration.ofMillis(5);

    private static final Duration MOST_EARLY = Duration.ofMillis(11);
    private static final Duration SHORTEST = Duration.ofMillis(20);
    private static final Duration MOST_ROUNDING = Duration.ofMillis(999);
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
        if (lapsed || clock.now().plus(SHORTEST).hasReached(until.minus(LEAST_EARLY))) {
            leaseEnd = Optional.empty();
            return new Event.LeaseSet(LeaseOutcome.LAPSED, "the lease has run out");
        }
        MonotonicTime end = until.minus(agenda.between(LEAST_EARLY, MOST_EARLY));
        boolean shortens = leaseLive() && end.isBefore(leaseEnd.get());
        if (!shortens || broken != BrokenRule.PAIRING_KEEPS_LEASE) {
            leaseEnd = Optional.of(end);
        }
        return new Event.LeaseSet(LeaseOutcome.LIVE, "");
    }

    /** Makes the lease last until then at least, although nobody who may has said so. */
    void prolong(MonotonicTime until) {
        if (leaseEnd.isEmpty() || leaseEnd.get().isBefore(until)) {
            leaseEnd = Optional.of(until);
        }
    }

    void revokeLease() {
        leaseEnd = Optional.empty();
    }

    /** Each for so long, in whole seconds. */
    Event.AddressesAssigned assign(List<Ipv4Address> part, Duration leaseLeft) {
        if (refusesAddresses) {
            return new Event.AddressesAssigned(part, Optional.of("the kernel refused an address"));
        }
        Duration validFor =
                Duration.ofSeconds(Math.max(1, leaseLeft.plus(MOST_ROUNDING).toSeconds()));
        MonotonicTime end = clock.now().plus(validFor).plus(agenda.between(Duration.ZERO, LATE));
        part.forEach(address -> assigned.put(address, end));
        agenda.at(clock.trueInstant(end), this::expire);
        return new Event.AddressesAssigned(part, Optional.empty());
    }

    void removeAddresses(List<Ipv4Address> part) {
        if (assigned.keySet().removeAll(part)) {
            addressGone.run();
        }
    }

    /** Another program takes one address off. */
    void loseOne() {
        removeAddresses(addresses.subList(0, 1));
    }

    /** The interface has gone, and its addresses with it. */
    void loseAll() {
        removeAddresses(addresses);
    }

    void refuse(boolean lease, boolean address) {
        refusesLease = lease;
        refusesAddresses = address;
    }

    void powerLost() {
        leaseEnd = Optional.empty();
        assigned.clear();
    }

    /** What an agent that starts now finds here. */
    Event.EarlierRun found(Optional<MonotonicTime> promisedUntil) {
        Optional<MonotonicTime> until = leaseLive() ? leaseEnd : Optional.empty();
        return new Event.EarlierRun(missing().isEmpty(), until, promisedUntil, clock.now());
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
