package io.arpfailover.agent.config;

import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields of {@code agent.yaml}, one line each, and the rules between them. */
final class AgentReader {
    private static final Scalar<Duration> SESSION = Scalars.duration(Duration.ofSeconds(1), Duration.ofSeconds(40));
    private static final Scalar<Duration> REFRESH = Scalars.duration(Duration.ofSeconds(1), Duration.ofHours(1));

    private final Section root;
    private final Findings findings;

    AgentReader(Section root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    ConfigurationReading read() {
        Optional<ClusterName> cluster = root.value(Key.CLUSTER, Scalars.CLUSTER_NAME);
        Optional<NodeName> node = root.value(Key.NODE, Scalars.NODE_NAME);
        Optional<String> networkInterface = root.value(Key.INTERFACE, Scalars.NETWORK_INTERFACE);
        List<Optional<Ipv4Prefix>> addresses = root.list(Key.ADDRESSES, Scalars.PREFIX);
        Optional<Ipv4Address> gateway = root.value(Key.GATEWAY, Scalars.ADDRESS);
        Optional<ZooKeeperConfiguration> zookeeper = zookeeper(root.section(Key.ZOOKEEPER));
        Optional<AcdProfile> acd = root.value(Key.ACD, Scalars.ACD_PROFILE);
        Optional<DefencePolicy> defend = root.value(Key.DEFEND, Scalars.DEFENCE_POLICY);
        Optional<AnnounceConfiguration> announce = announce(root.section(Key.ANNOUNCE));
        HealthConfiguration health = new HealthReader(root.section(Key.HEALTH)).read();
        Optional<Path> control = root.value(Key.CONTROL, Scalars.SOCKET_PATH);
        PairReader pair = new PairReader(root, findings);
        Optional<PeerConfiguration> peer = pair.peer(addresses);
        Optional<PromiseTiming> timing = pair.timing();
        Optional<FailbackConfiguration> failback = pair.failback();
        Optional<Integer> movesPerHour = root.section(Key.MOVES).value(Key.MOVES_PER_HOUR, Scalars.MOVES_PER_HOUR);
        LanReader lan = new LanReader(root);
        Optional<InspectConfiguration> inspect = lan.inspect();
        List<ProxyConfiguration> proxy = lan.proxy();
        Optional<OnTerminate> onTerminate = root.value(Key.ON_TERMINATE, Scalars.ON_TERMINATE);
        Optional<SysctlPolicy> sysctls = root.value(Key.SYSCTLS, Scalars.SYSCTL_POLICY);
        OperationReader operation = new OperationReader(root);
        Optional<HooksConfiguration> hooks = operation.hooks();
        Optional<InetSocketAddress> metrics = operation.metrics();
        Optional<LogFormat> log = operation.log();
        Optional<Path> state = root.value(Key.STATE, Scalars.ABSOLUTE_PATH);
        checkAddresses(addresses, gateway);
        if (!findings.areClean()) {
            return findings.invalid();
        }
        return new ConfigurationReading.Valid(
                new AgentConfiguration(
                        cluster.orElseThrow(),
                        node.orElseThrow(),
                        networkInterface.orElseThrow(),
                        addresses.stream().map(Optional::orElseThrow).toList(),
                        gateway,
                        zookeeper.orElseThrow(),
                        acd.orElseThrow(),
                        defend.orElseThrow(),
                        announce.orElseThrow(),
                        health,
                        control.orElseGet(() -> controlOf(cluster.orElseThrow())),
                        peer,
                        timing.orElseThrow(),
                        failback.orElseThrow(),
                        movesPerHour.orElseThrow(),
                        inspect.orElseThrow(),
                        proxy,
                        onTerminate.orElseThrow(),
                        sysctls.orElseThrow(),
                        hooks.orElseThrow(),
                        metrics,
                        log.orElseThrow(),
                        state.orElseThrow()),
                findings.positions());
    }

    private static Optional<ZooKeeperConfiguration> zookeeper(Section section) {
        Optional<String> connect = section.value(Key.ZOOKEEPER_CONNECT, Scalars.CONNECT_STRING);
        Optional<Duration> session = section.value(Key.ZOOKEEPER_SESSION, SESSION);
        Optional<Path> authFile = section.value(Key.ZOOKEEPER_AUTH_FILE, Scalars.ABSOLUTE_PATH);
        return connect.flatMap(to -> session.map(timeout -> new ZooKeeperConfiguration(to, timeout, authFile)));
    }

    private static Optional<AnnounceConfiguration> announce(Section section) {
        Optional<Pace> pace = section.value(Key.ANNOUNCE_PACE, Scalars.PACE);
        Optional<Duration> refresh = section.value(Key.ANNOUNCE_REFRESH, REFRESH);
        return pace.flatMap(frames -> refresh.map(every -> new AnnounceConfiguration(frames, every)));
    }

    private static Path controlOf(ClusterName cluster) {
        return Path.of("/run/arp-failover", cluster + ".sock");
    }

    private void checkAddresses(List<Optional<Ipv4Prefix>> addresses, Optional<Ipv4Address> gateway) {
        Set<Ipv4Address> seen = new HashSet<>();
        for (int item = 0; item < addresses.size(); item++) {
            Optional<Ipv4Prefix> prefix = addresses.get(item);
            if (prefix.isPresent()) {
                checkAddress(prefix.get(), item, seen, gateway);
            }
        }
    }

    private void checkAddress(Ipv4Prefix prefix, int item, Set<Ipv4Address> seen, Optional<Ipv4Address> gateway) {
        Positions positions = findings.positions();
        if (!isOneHost(prefix)) {
            refuse(
                    positions,
                    item,
                    "'" + prefix + "' is not the address of one host; write it as " + Key.ADDRESSES.text());
        } else if (!seen.add(prefix.address())) {
            refuse(positions, item, prefix.address() + " is listed twice; remove one of the two");
        } else if (gateway.equals(Optional.of(prefix.address()))) {
            refuse(positions, item, prefix.address() + " is the gateway; share another address");
        }
    }

    private void refuse(Positions positions, int item, String message) {
        findings.problem(positions.of(Key.ADDRESSES.item(item)), Key.ADDRESSES.path(), message);
    }

    /** Not the first or last address of its network; a /31 and a /32 have neither (RFC 3021). */
    private static boolean isOneHost(Ipv4Prefix prefix) {
        Ipv4Address address = prefix.address();
        boolean edge = address.equals(prefix.network()) || address.equals(prefix.broadcast());
        return address.isUsableAsHost() && (!prefix.hasBroadcast() || !edge);
    }
}
