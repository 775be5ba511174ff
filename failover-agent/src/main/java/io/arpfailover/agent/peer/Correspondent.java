package io.arpfailover.agent.peer;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.List;
import java.util.Optional;

/**
 * The other member as its card says.
 *
 * @param incarnation its present run
 * @param endpoints where it listens
 * @param targets where each of our paths sends to, in their order
 */
record Correspondent(
        NodeName node, Incarnation incarnation, List<PeerEndpoint> endpoints, List<Optional<Target>> targets) {

    static Correspondent of(
            NodeName node, Incarnation incarnation, List<PeerEndpoint> endpoints, List<Ipv4Address> listen) {
        List<Optional<Target>> targets = Pairing.pair(listen, endpoints).stream()
                .map(endpoint -> endpoint.map(Target::of))
                .toList();
        return new Correspondent(node, incarnation, List.copyOf(endpoints), targets);
    }

    boolean listensOn(Ipv4Address address) {
        return endpoints.stream().anyMatch(endpoint -> endpoint.address().equals(address));
    }
}
