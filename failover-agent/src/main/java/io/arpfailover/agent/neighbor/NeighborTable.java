package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entries: by address, by deadline and by age, never more than the third threshold.
 *
 * <p>When it is full, the one goes that was least recently used. Those that nobody ever used go before all others, so a
 * flood of strangers who ask us something displaces strangers and no neighbour we talk to. Static ones stay, those in
 * use, those that are being asked, and those that were within the last second: without them nothing would keep their
 * questions apart. When all of them stay, the new one finds no room.
 */
final class NeighborTable {
    /** Entries looked at for the sake of one new one. */
    private static final int MOST_LOOKED_AT = 64;
    /** Idle ones that make room for one new one, while there are too many. */
    private static final int MOST_COLLECTED = 2;

    private final ResolverTiming timing;
    private final ResolverLimits limits;
    private final Tally tally;

    private final Map<Ipv4Address, Neighbor> byAddress = new HashMap<>();
    private final DeadlineHeap deadlines = new DeadlineHeap();
    /** Learned or asked for, but no packet was ever sent to them. */
    private final AgeList unused = new AgeList();

    private final AgeList used = new AgeList();
    private long collectAt = Neighbor.NEVER;

    NeighborTable(ResolverTiming timing, ResolverLimits limits, Tally tally) {
        this.timing = timing;
        this.limits = limits;
        this.tally = tally;
    }

    Optional<Neighbor> find(Ipv4Address address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** A new entry about which nothing is known, in FAILED; empty when there is no room. */
    Optional<Neighbor> add(Ipv4Address address, long now) {
        if (!makeRoom(now)) {
            tally.refused++;
            return Optional.empty();
        }
        Neighbor neighbor = new Neighbor(address);
        byAddress.put(address, neighbor);
        unused.putNewest(neighbor);
        if (collectAt == Neighbor.NEVER && byAddress.size() > limits.gcThreshold1()) {
            collectAt = now + timing.gcInterval().toNanos();
        }
        return Optional.of(neighbor);
    }

    /** The only writer of states. */
    void become(Neighbor neighbor, NeighborState state, long endsAt) {
        neighbor.state = state;
        neighbor.stateEndsAt = endsAt;
        if (!state.isUsable()) {
            neighbor.mac = MacAddress.ZERO;
            neighbor.changes = 0;
            neighbor.reportAt = Neighbor.NEVER;
        }
        if (state == NeighborState.STATIC) {
            AgeList.takeOut(neighbor);
        }
        reschedule(neighbor);
    }

    void reportAt(Neighbor neighbor, long when) {
        neighbor.reportAt = when;
        reschedule(neighbor);
    }

    /** A packet is sent to it, or waits for it. */
    void use(Neighbor neighbor, long now) {
        neighbor.usedAt = now;
        if (neighbor.state != NeighborState.STATIC) {
            used.putNewest(neighbor);
        }
    }

    void remove(Neighbor neighbor) {
        byAddress.remove(neighbor.address);
        deadlines.set(neighbor, Neighbor.NEVER);
        AgeList.takeOut(neighbor);
    }

    /** The entry that is due, if one is. */
    Optional<Neighbor> due(long now) {
        return deadlines.next() <= now ? Optional.of(deadlines.first()) : Optional.empty();
    }

    long nextTimeout() {
        return Math.min(deadlines.next(), collectAt);
    }

    /** Takes out what has been idle, when it is time for that. */
    void collect(long now) {
        if (now < collectAt) {
            return;
        }
        long idleSince = now - timing.gcStale().toNanos();
        List<Neighbor> idle = byAddress.values().stream()
                .filter(neighbor -> mayGo(neighbor, now) && isIdle(neighbor, idleSince))
                .toList();
        if (byAddress.size() > limits.gcThreshold1()) {
            idle.forEach(this::remove);
            tally.collected += idle.size();
        }
        boolean many = byAddress.size() > limits.gcThreshold1();
        collectAt = many ? now + timing.gcInterval().toNanos() : Neighbor.NEVER;
    }

    int size() {
        return byAddress.size();
    }

    Collection<Neighbor> all() {
        return Collections.unmodifiableCollection(byAddress.values());
    }

    private void reschedule(Neighbor neighbor) {
        deadlines.set(neighbor, Math.min(neighbor.stateEndsAt, neighbor.reportAt));
    }

    private boolean makeRoom(long now) {
        long idleSince = now - timing.gcPressure().toNanos();
        if (byAddress.size() >= limits.gcThreshold2()) {
            for (int i = 0; i < MOST_COLLECTED && removeOldest(now, idleSince, idleSince); i++) {
                tally.collected++;
            }
        }
        if (byAddress.size() < limits.gcThreshold3()) {
            return true;
        }
        boolean evicted = removeOldest(now, now, idleSince);
        tally.evicted += evicted ? 1 : 0;
        return evicted;
    }

    private boolean removeOldest(long now, long unusedSince, long usedSince) {
        Optional<Neighbor> oldest = oldest(unused, now, unusedSince).or(() -> oldest(used, now, usedSince));
        oldest.ifPresent(this::remove);
        return oldest.isPresent();
    }

    private Optional<Neighbor> oldest(AgeList list, long now, long idleSince) {
        return list.oldest(neighbor -> mayGo(neighbor, now) && isIdle(neighbor, idleSince), MOST_LOOKED_AT);
    }

    private boolean mayGo(Neighbor neighbor, long now) {
        boolean kept = neighbor.state == NeighborState.STATIC || neighbor.state.isAsking();
        return !kept && neighbor.askedAt + timing.askInterval().toNanos() <= now;
    }

    private static boolean isIdle(Neighbor neighbor, long since) {
        return neighbor.state == NeighborState.FAILED || neighbor.lastSign() <= since;
    }
}
