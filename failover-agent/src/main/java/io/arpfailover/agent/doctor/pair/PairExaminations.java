package io.arpfailover.agent.doctor.pair;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.doctor.AgentSight;
import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.kernel.HostIdentity;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** All looks at what this host and others share: ZooKeeper, the other server, the LAN. */
public final class PairExaminations {
    private static final int ETHERNET = 6;

    private PairExaminations() {}

    /**
     * All of them.
     *
     * @param gateway the one that proves a takeover
     */
    public static List<Examination> of(
            AgentConfiguration configuration,
            Optional<Ipv4Address> gateway,
            Supplier<AgentSight> agent,
            Supplier<EnsembleSight> ensemble) {
        List<Examination> all = new ArrayList<>(List.of(
                new Ensemble(configuration.zookeeper(), configuration.timing().promise(), ensemble),
                new RecordAccess(configuration.zookeeper(), ensemble),
                new Members(configuration, self(), ensemble),
                new PeerPaths(
                        configuration.peer(),
                        configuration.node(),
                        configuration.timing().promise(),
                        agent,
                        ensemble)));
        configuration.peer().ifPresent(peer -> all.add(new Firewall(peer, configuration.node(), ensemble)));
        all.add(new LanAnswers(configuration, gateway, ensemble));
        all.add(new Pacing(
                configuration.announce().pace(), configuration.addresses().size()));
        return all;
    }

    private static Members.Self self() {
        Optional<String> version =
                Optional.ofNullable(PairExaminations.class.getPackage().getImplementationVersion());
        return new Members.Self(HostIdentity.read().text(), macs(), version);
    }

    private static Set<String> macs() {
        try {
            return NetworkInterface.networkInterfaces()
                    .map(PairExaminations::mac)
                    .flatMap(Optional::stream)
                    .collect(Collectors.toSet());
        } catch (SocketException notTold) {
            return Set.of();
        }
    }

    private static Optional<String> mac(NetworkInterface of) {
        try {
            return Optional.ofNullable(of.getHardwareAddress())
                    .filter(octets -> octets.length == ETHERNET)
                    .map(octets -> MacAddress.read(octets, 0).toString());
        } catch (SocketException gone) {
            return Optional.empty();
        }
    }
}
