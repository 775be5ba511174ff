package io.arpfailover.agent.peer;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A {@link PeerLink} without sockets: the real codec, guard and pairing, and a wire that somebody else simulates. */
public final class SimulatedPeerLink {
    /** Takes the octets away. */
    @FunctionalInterface
    public interface Wire {
        void carry(PeerEndpoint to, byte[] octets);
    }

    private static final PeerSecret SECRET =
            PeerSecret.of("the secret of a simulated pair, long".getBytes(StandardCharsets.US_ASCII));

    private final ClusterName cluster;
    private final NodeName self;
    private final Incarnation run;
    private final List<Ipv4Address> listen;
    private final PeerCodec codec = new PeerCodec(SECRET);
    private final PeerGuard guard;
    private final Wire wire;
    private Optional<Correspondent> correspondent = Optional.empty();
    private long counter;

    public SimulatedPeerLink(
            ClusterName cluster, NodeName self, String incarnation, List<PeerEndpoint> locals, Wire wire) {
        this.cluster = cluster;
        this.self = self;
        this.run = Incarnation.parse(incarnation);
        this.listen = locals.stream().map(PeerEndpoint::address).toList();
        this.guard = new PeerGuard(cluster, run, locals);
        this.wire = wire;
    }

    /** See {@link PeerLink#peer}. */
    public void peer(NodeName node, String incarnation, List<String> endpoints) {
        List<PeerEndpoint> understood = endpoints.stream()
                .flatMap(text -> PeerEndpoint.parse(text).stream())
                .toList();
        correspondent = Optional.of(Correspondent.of(node, Incarnation.parse(incarnation), understood, listen));
        guard.expect(node, Incarnation.parse(incarnation));
    }

    /** See {@link PeerLink#send}. */
    public void send(PeerMessage message) {
        correspondent.ifPresent(other -> other.targets()
                .forEach(path -> path.ifPresent(target -> send(message, other.incarnation(), target.endpoint()))));
    }

    private void send(PeerMessage message, Incarnation to, PeerEndpoint endpoint) {
        counter++;
        wire.carry(endpoint, codec.encode(new PeerDatagram(cluster, self, run, to, counter, endpoint, message)));
    }

    /** What came in on this path, if codec and guard let it through. */
    public Optional<PeerMessage> receive(int path, byte[] octets) {
        return codec.decode(octets, octets.length) instanceof PeerReading.Accepted accepted
                        && guard.refuse(path, accepted.datagram()).isEmpty()
                ? Optional.of(accepted.datagram().message())
                : Optional.empty();
    }
}
