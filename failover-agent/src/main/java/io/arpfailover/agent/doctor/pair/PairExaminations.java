package io.arpfailover.agent.doctor.pair;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.doctor.AgentSight;
import io.arpfailover.agent.doctor.Examination;
import io.arpfailover.agent.kernel.HostIdentity;
import io.arpfailover.agent.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** All looks at what this host and others share: ZooKeeper, the other server, the LAN. */
public final class PairExaminations {
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
        Optional<String> version =
                Optional.ofNullable(PairExaminations.class.getPackage().getImplementationVersion());
        List<Examination> all = new ArrayList<>(List.of(
                new Ensemble(configuration.zookeeper(), configuration.timing().promise(), ensemble),
                new RecordAccess(configuration.zookeeper(), ensemble),
                new Members(configuration, new Members.Self(HostIdentity.read().text(), version), ensemble),
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
}
