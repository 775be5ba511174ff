package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What becomes of an entry when something is heard about it. */
final class Findings<P> {
    private final NeighborTable table;
    private final PendingPackets<P> pending;
    private final ResolverTiming timing;
    private final RandomGenerator random;
    private final Tally tally;

    Findings(
            NeighborTable table,
            PendingPackets<P> pending,
            ResolverTiming timing,
            RandomGenerator random,
            Tally tally) {
        this.table = table;
        this.pending = pending;
        this.timing = timing;
        this.random = random;
        this.tally = tally;
    }

    /** Somebody says that the neighbour has this MAC. */
    List<NeighborEffect<P>> heard(Neighbor neighbor, MacAddress mac, Evidence by, long now) {
        if (neighbor.state == NeighborState.STATIC) {
            return neighbor.mac.equals(mac) ? List.of() : contradicted(neighbor, mac, now);
        }
        if (!neighbor.hasMac()) {
            return found(neighbor, mac, by, now);
        }
        return neighbor.mac.equals(mac) ? same(neighbor, by, now) : other(neighbor, mac, by, now);
    }

    /** An entry that was not asked for. */
    void learn(Neighbor neighbor, MacAddress mac, long now) {
        tally.learned++;
        set(neighbor, mac, now);
        table.become(neighbor, NeighborState.STALE, Neighbor.NEVER);
    }

    /** It answers: to us, or to a protocol above. */
    void confirm(Neighbor neighbor, long now) {
        neighbor.confirmedAt = now;
        neighbor.reachableUntil = now + timing.drawReachableNanos(random);
        table.become(
                neighbor,
                NeighborState.REACHABLE,
                neighbor.reachableUntil - timing.pollLead().toNanos());
    }

    /** It has this MAC, by order. */
    List<NeighborEffect<P>> fix(Neighbor neighbor, MacAddress mac, long now) {
        set(neighbor, mac, now);
        table.become(neighbor, NeighborState.STATIC, Neighbor.NEVER);
        return deliverAll(neighbor);
    }

    /** The report is due that was held back when the MAC changed too often. */
    List<NeighborEffect<P>> report(Neighbor neighbor, long now) {
        NeighborEffect<P> report =
                new NeighborEffect.Changed<>(neighbor.address, neighbor.toldMac, neighbor.mac, neighbor.changes);
        neighbor.changes = 0;
        neighbor.toldAt = now;
        table.reportAt(neighbor, Neighbor.NEVER);
        return List.of(report);
    }

    private List<NeighborEffect<P>> found(Neighbor neighbor, MacAddress mac, Evidence by, long now) {
        boolean asked = neighbor.state == NeighborState.INCOMPLETE;
        set(neighbor, mac, now);
        settle(neighbor, by, now);
        if (!asked) {
            return List.of();
        }
        tally.resolved++;
        List<NeighborEffect<P>> effects = new ArrayList<>();
        effects.add(new NeighborEffect.Resolved<>(neighbor.address, mac, by));
        effects.addAll(deliverAll(neighbor));
        return effects;
    }

    /** Hearing the same MAC without having asked proves only one direction, so it confirms nothing. */
    private List<NeighborEffect<P>> same(Neighbor neighbor, Evidence by, long now) {
        if (!by.isAnswer()) {
            return List.of();
        }
        settle(neighbor, by, now);
        return List.of(new NeighborEffect.Confirmed<>(neighbor.address, neighbor.mac));
    }

    private List<NeighborEffect<P>> other(Neighbor neighbor, MacAddress mac, Evidence by, long now) {
        boolean young = now < neighbor.updatedAt + timing.locktime().toNanos();
        if (young && by != Evidence.ANNOUNCEMENT) {
            tally.locked++;
            return List.of();
        }
        MacAddress before = neighbor.mac;
        set(neighbor, mac, now);
        settle(neighbor, by, now);
        return changed(neighbor, before, now);
    }

    private void settle(Neighbor neighbor, Evidence by, long now) {
        if (by == Evidence.UNICAST_REPLY) {
            confirm(neighbor, now);
        } else {
            table.become(neighbor, NeighborState.STALE, Neighbor.NEVER);
        }
    }

    private static void set(Neighbor neighbor, MacAddress mac, long now) {
        neighbor.mac = mac;
        neighbor.updatedAt = now;
    }

    private List<NeighborEffect<P>> deliverAll(Neighbor neighbor) {
        List<P> packets = pending.takeAll(neighbor.address);
        tally.delivered += packets.size();
        return packets.isEmpty()
                ? List.of()
                : List.of(new NeighborEffect.Deliver<>(neighbor.address, neighbor.mac, packets));
    }

    private List<NeighborEffect<P>> changed(Neighbor neighbor, MacAddress before, long now) {
        tally.changed++;
        if (neighbor.changes == 0) {
            neighbor.toldMac = before;
        }
        neighbor.changes++;
        long earliest = neighbor.toldAt + timing.reportInterval().toNanos();
        if (now < earliest) {
            table.reportAt(neighbor, earliest);
            return List.of();
        }
        return report(neighbor, now);
    }

    private List<NeighborEffect<P>> contradicted(Neighbor neighbor, MacAddress claimed, long now) {
        tally.contradicted++;
        if (now < neighbor.toldAt + timing.reportInterval().toNanos()) {
            return List.of();
        }
        neighbor.toldAt = now;
        return List.of(new NeighborEffect.Contradicted<>(neighbor.address, neighbor.mac, claimed));
    }
}
