package io.arpfailover.agent.peer;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.HashSet;
import java.util.List;

/**
 * What a link to the other server needs to know about this one.
 *
 * @param self our name
 * @param incarnation our run, 16 hexadecimal digits, as on our card
 * @param listen our addresses, one path each; 1 to {@value #MOST_PATHS}, none twice
 * @param port the UDP port on all of them; with 0 the kernel chooses, and {@link PeerLink#endpoints} says which
 */
public record PeerSettings(
        ClusterName cluster, NodeName self, String incarnation, List<Ipv4Address> listen, int port, PeerSecret secret) {
    public static final int MOST_PATHS = 4;

    public PeerSettings {
        listen = List.copyOf(listen);
        if (listen.isEmpty() || listen.size() > MOST_PATHS || new HashSet<>(listen).size() < listen.size()) {
            throw new IllegalArgumentException("listen=" + listen);
        }
        if (port < 0 || port > PeerEndpoint.HIGHEST_PORT) {
            throw new IllegalArgumentException("port=" + port);
        }
        var unused = Incarnation.parse(incarnation); // one that is none is the caller's mistake
    }

    /** The incarnation as a number, as it travels. */
    Incarnation run() {
        return Incarnation.parse(incarnation);
    }
}
