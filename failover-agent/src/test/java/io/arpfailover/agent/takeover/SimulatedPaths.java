package io.arpfailover.agent.takeover;

import io.arpfailover.agent.peer.PeerEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What carries the datagrams between the two servers: the LAN, and another network for management. It loses, delays,
 * doubles and overtakes them, and either network can be cut without anybody's notice.
 */
final class SimulatedPaths {
    static final int LAN = 0;
    static final int MANAGEMENT = 1;

    private static final int PORT = 5227;
    private static final List<String> NETWORKS = List.of("10.77.0.", "10.79.0.");
    private static final Duration FASTEST = Duration.ofNanos(30_000);
    private static final Duration NORMAL = Duration.ofMillis(1);
    private static final Duration CONGESTED = Duration.ofMillis(80);
    private static final double CONGESTION = 0.02;
    private static final double DOUBLED = 0.02;

    private final Agenda agenda;
    private final List<SimulatedServer> servers = new ArrayList<>();
    private final Set<SimulatedServer> muted = new HashSet<>();
    private double loss;
    private Duration slowest = NORMAL;
    private boolean managementCut;

    SimulatedPaths(Agenda agenda) {
        this.agenda = agenda;
    }

    /** Gives the server its addresses, in the order of the paths. */
    List<PeerEndpoint> attach(SimulatedServer server) {
        servers.add(server);
        return endpoints(servers.size());
    }

    private static List<PeerEndpoint> endpoints(int host) {
        return NETWORKS.stream()
                .map(network -> PeerEndpoint.parse(network + host + ":" + PORT).orElseThrow())
                .toList();
    }

    void lose(double share) {
        loss = share;
    }

    /** Datagrams take up to so long. */
    void slow(Duration most) {
        slowest = most;
    }

    /** As fast as ever. */
    void fast() {
        slowest = NORMAL;
    }

    void cutManagement(boolean isCut) {
        agenda.note("paths", isCut ? "management cut" : "management whole");
        managementCut = isCut;
    }

    /** Whether what it sends is lost. */
    void mute(SimulatedServer server, boolean isMuted) {
        if (isMuted) {
            muted.add(server);
        } else {
            muted.remove(server);
        }
    }

    void send(SimulatedServer from, PeerEndpoint to, byte[] octets) {
        for (SimulatedServer server : servers) {
            int path = endpoints(servers.indexOf(server) + 1).indexOf(to);
            if (path >= 0 && !muted.contains(from) && carries(path, from)) {
                carry(server, path, octets);
            }
        }
    }

    private boolean carries(int path, SimulatedServer server) {
        return path == LAN ? server.attached() : !managementCut;
    }

    private void carry(SimulatedServer to, int path, byte[] octets) {
        int copies = agenda.chance(loss) ? 0 : agenda.chance(DOUBLED) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            Duration most = agenda.chance(CONGESTION) && CONGESTED.compareTo(slowest) > 0 ? CONGESTED : slowest;
            agenda.in(agenda.between(FASTEST, most), () -> {
                if (carries(path, to)) {
                    to.datagram(path, octets);
                }
            });
        }
    }
}
