package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.MacAddress;
import java.util.ArrayList;
import java.util.List;

/** Asks for neighbours, each at most once per {@code askInterval} whatever happens to it, until one counts as gone. */
final class Questions<P> {
    private final NeighborTable table;
    private final PendingPackets<P> pending;
    private final ResolverTiming timing;
    private final Tally tally;

    Questions(NeighborTable table, PendingPackets<P> pending, ResolverTiming timing, Tally tally) {
        this.table = table;
        this.pending = pending;
        this.timing = timing;
        this.tally = tally;
    }

    /** Begins a round, in INCOMPLETE or in PROBE. */
    List<NeighborEffect<P>> begin(Neighbor neighbor, NeighborState asking, OwnStation own, long now) {
        neighbor.probes = 0;
        table.become(neighbor, asking, now);
        return next(neighbor, own, now);
    }

    /** The next question of the round, or its end; or a wait, when the last question was not long enough ago. */
    List<NeighborEffect<P>> next(Neighbor neighbor, OwnStation own, long now) {
        long earliest = neighbor.askedAt + timing.askInterval().toNanos();
        if (now < earliest) {
            table.become(neighbor, neighbor.state, earliest);
            return List.of();
        }
        return neighbor.probes < mostProbes(neighbor.state) ? ask(neighbor, own, now) : giveUp(neighbor, now);
    }

    /** A question that somebody else put, as if it were the next one of ours. */
    void noteAsked(Neighbor neighbor, long now) {
        switch (neighbor.state) {
            case REACHABLE, STALE, DELAY -> noteAsked(neighbor, NeighborState.PROBE, 1, now);
            case FAILED -> noteAsked(neighbor, NeighborState.INCOMPLETE, 1, now);
            case INCOMPLETE, PROBE -> noteAsked(neighbor, neighbor.state, neighbor.probes + 1, now);
            case STATIC -> {}
        }
    }

    private void noteAsked(Neighbor neighbor, NeighborState asking, int probes, long now) {
        neighbor.probes = probes;
        neighbor.askedAt = now;
        table.become(neighbor, asking, now + timing.retransmit().toNanos());
    }

    /** Lets go of what is known; what remains keeps questions apart and hinders nobody. */
    void forget(Neighbor neighbor, long now) {
        neighbor.negativeUntil = now;
        long earliest = neighbor.askedAt + timing.askInterval().toNanos();
        if (now < earliest) {
            table.become(neighbor, NeighborState.FAILED, earliest);
        } else {
            table.remove(neighbor);
        }
    }

    /** Nothing when no packet waits. */
    List<NeighborEffect<P>> dropAll(Neighbor neighbor, DropCause cause) {
        return drop(neighbor, cause, pending.takeAll(neighbor.address));
    }

    List<NeighborEffect<P>> drop(Neighbor neighbor, DropCause cause, List<P> packets) {
        tally.dropped += packets.size();
        return packets.isEmpty() ? List.of() : List.of(new NeighborEffect.Drop<>(neighbor.address, cause, packets));
    }

    private List<NeighborEffect<P>> ask(Neighbor neighbor, OwnStation own, long now) {
        MacAddress to = isToOne(neighbor) ? neighbor.mac : MacAddress.BROADCAST;
        tally.polled += isToOne(neighbor) ? 1 : 0;
        tally.asked += isToOne(neighbor) ? 0 : 1;
        neighbor.probes++;
        neighbor.askedAt = now;
        table.become(neighbor, neighbor.state, now + timing.retransmit().toNanos());
        ArpPacket question = own.question(neighbor.address);
        return List.of(new NeighborEffect.Ask<>(neighbor.address, ArpFrame.unicast(to, question)));
    }

    private boolean isToOne(Neighbor neighbor) {
        return neighbor.state == NeighborState.PROBE && neighbor.probes < timing.unicastSolicit();
    }

    private int mostProbes(NeighborState asking) {
        return asking == NeighborState.PROBE
                ? timing.unicastSolicit() + timing.multicastResolicit()
                : timing.multicastSolicit();
    }

    private List<NeighborEffect<P>> giveUp(Neighbor neighbor, long now) {
        tally.failed++;
        neighbor.negativeUntil = now + timing.negative().toNanos();
        table.become(neighbor, NeighborState.FAILED, neighbor.negativeUntil);
        List<NeighborEffect<P>> effects = new ArrayList<>();
        effects.add(new NeighborEffect.Unreachable<>(neighbor.address));
        effects.addAll(dropAll(neighbor, DropCause.UNREACHABLE));
        return effects;
    }
}
