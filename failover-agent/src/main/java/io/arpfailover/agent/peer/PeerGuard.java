package io.arpfailover.agent.peer;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who may speak to this agent: the present run of the other member, to the present run of ours, each word once.
 *
 * <p>Core arithmetic over datagrams whose HMAC was right; belongs to one thread. Counters are kept per path: on each one
 * a datagram must have a higher one than all before it, so one that was overtaken is refused like one that was played
 * again. When two of the other's addresses send to one of ours, the slower copy of the two may be refused: one suffices.
 */
public final class PeerGuard {
    private final ClusterName cluster;
    private final Incarnation self;
    private final List<PeerEndpoint> locals;
    private final long[] lastCounters;

    private Optional<NodeName> node = Optional.empty();
    private Incarnation incarnation = new Incarnation(0);

    /**
     * @param self our own run
     * @param locals the sockets it listens on, in the order of the paths
     */
    public PeerGuard(ClusterName cluster, Incarnation self, List<PeerEndpoint> locals) {
        this.cluster = cluster;
        this.self = self;
        this.locals = List.copyOf(locals);
        this.lastCounters = new long[locals.size()];
    }

    /** Listens from now on to this run of this member, and to no other; nothing changes when it does so already. */
    public void expect(NodeName otherNode, Incarnation otherIncarnation) {
        if (node.filter(otherNode::equals).isEmpty() || !incarnation.equals(otherIncarnation)) {
            node = Optional.of(otherNode);
            incarnation = otherIncarnation;
            Arrays.fill(lastCounters, 0);
        }
    }

    /** Why a datagram that came in on this path is refused; empty when it is taken, and its counter used up. */
    public Optional<PeerDrop> refuse(int path, PeerDatagram datagram) {
        Optional<PeerDrop> refused = refuseStranger(datagram).or(() -> refuseMisdirected(path, datagram));
        if (refused.isEmpty()) {
            lastCounters[path] = datagram.counter();
        }
        return refused;
    }

    private Optional<PeerDrop> refuseStranger(PeerDatagram datagram) {
        if (!datagram.cluster().equals(cluster)) {
            return Optional.of(PeerDrop.OTHER_CLUSTER);
        }
        if (node.filter(datagram.sender()::equals).isEmpty()) {
            return Optional.of(PeerDrop.UNKNOWN_SENDER);
        }
        return datagram.from().equals(incarnation) ? Optional.empty() : Optional.of(PeerDrop.OLD_INCARNATION);
    }

    private Optional<PeerDrop> refuseMisdirected(int path, PeerDatagram datagram) {
        if (!datagram.to().equals(self)) {
            return Optional.of(PeerDrop.NOT_FOR_US);
        }
        if (!datagram.destination().equals(locals.get(path))) {
            return Optional.of(PeerDrop.WRONG_PATH);
        }
        return datagram.counter() > lastCounters[path] ? Optional.empty() : Optional.of(PeerDrop.REPLAYED);
    }
}
