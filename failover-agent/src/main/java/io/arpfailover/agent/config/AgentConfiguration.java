package io.arpfailover.agent.config;

import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything a user tells one agent: a checked {@code agent.yaml} with its defaults filled in.
 *
 * @param cluster the pair and its shared addresses
 * @param node this server's name within the cluster
 * @param networkInterface the interface that carries the addresses
 * @param addresses the shared addresses, at least one, none twice, in the order of the file
 * @param gateway the configured gateway; empty means the one of the default route ({@link HostCheck#gateway})
 * @param zookeeper the ensemble
 * @param acd the timing of conflict detection
 * @param defend what to do about a stranger that uses a held address
 * @param announce how takeovers are told to the neighbours
 * @param health what makes this server fit to hold the addresses
 * @param control the Unix socket for the command line
 * @param peer how to speak with the other server; without it there are no promises, and leases rest on ZooKeeper alone
 * @param timing the times of promises, the same on both servers
 * @param failback when the addresses leave a server that could keep them
 * @param movesPerHour how often in one hour they move by the agents' own choice, 1 to 60
 * @param inspect how all ARP on the interface is watched
 * @param proxy the networks whose hosts the holder answers for, in the order of the file
 * @param onTerminate what SIGTERM asks of a holder
 * @param sysctls what to do about settings by which other interfaces answer for the addresses
 * @param hooks the programs told of what becomes of this server
 * @param metrics where Prometheus may read metrics; empty when it may not
 * @param log how the log is written
 * @param state the directory of what must survive a restart; absolute
 */
public record AgentConfiguration(
        ClusterName cluster,
        NodeName node,
        String networkInterface,
        List<Ipv4Prefix> addresses,
        Optional<Ipv4Address> gateway,
        ZooKeeperConfiguration zookeeper,
        AcdProfile acd,
        DefencePolicy defend,
        AnnounceConfiguration announce,
        HealthConfiguration health,
        Path control,
        Optional<PeerConfiguration> peer,
        PromiseTiming timing,
        FailbackConfiguration failback,
        int movesPerHour,
        InspectConfiguration inspect,
        List<ProxyConfiguration> proxy,
        OnTerminate onTerminate,
        SysctlPolicy sysctls,
        HooksConfiguration hooks,
        Optional<InetSocketAddress> metrics,
        LogFormat log,
        Path state) {

    public AgentConfiguration {
        addresses = List.copyOf(addresses);
        proxy = List.copyOf(proxy);
    }
}
