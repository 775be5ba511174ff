package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.cli.DurationReader;
import io.arpfailover.coordinator.election.Candidate;
import io.arpfailover.coordinator.election.GroupName;
import io.arpfailover.coordinator.election.TurnTiming;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.zookeeper.ProxyElection;
import io.arpfailover.coordinator.zookeeper.StoreException;
import io.arpfailover.coordinator.zookeeper.TurnListener;
import io.arpfailover.coordinator.zookeeper.ZooKeeperSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Option;

/** Who of several decides who answers: nobody, the proxies of a group among themselves, or the tenure of a cluster. */
final class ElectionOptions {
    private static final Duration SESSION = Duration.ofSeconds(6);

    @Option(names = "--zookeeper", paramLabel = "CONNECT", description = "HOST:PORT[,HOST:PORT...] of ZooKeeper.")
    private Optional<String> connect = Optional.empty();

    @Option(
            names = "--auth-file",
            paramLabel = "FILE",
            description = "One line user:password for ZooKeeper, mode 0600.")
    private Optional<Path> authFile = Optional.empty();

    @Option(names = "--group", paramLabel = "G", description = "Of all proxies of this group, one answers.")
    private Optional<String> group = Optional.empty();

    @Option(names = "--cluster", paramLabel = "C", description = "Answer while --node holds this cluster's addresses.")
    private Optional<String> cluster = Optional.empty();

    @Option(names = "--node", paramLabel = "N", description = "The member of --cluster for which we answer.")
    private Optional<String> node = Optional.empty();

    @Option(
            names = "--turn",
            paramLabel = "TIME",
            defaultValue = "3s",
            converter = DurationReader.class,
            description =
                    "How long a proxy that fell silent is waited for, the same for all (default: ${DEFAULT-VALUE}).")
    private Duration turn = Duration.ofSeconds(3);

    /** Whether anybody decides; else this process answers always. */
    boolean isGiven() {
        return connect.isPresent() || group.isPresent() || cluster.isPresent();
    }

    /** Begins; mistakes in what was given are an {@link IllegalArgumentException}. */
    ProxyElection open(TurnListener listener) throws StoreException {
        if (connect.isEmpty() || group.isPresent() == cluster.isPresent() || cluster.isPresent() != node.isPresent()) {
            throw new IllegalArgumentException(
                    "to decide who answers, give --zookeeper CONNECT and either --group G or --cluster C --node N");
        }
        ZooKeeperSettings settings = new ZooKeeperSettings(connect.get(), SESSION, authFile);
        TurnTiming timing = new TurnTiming(turn);
        return group.isPresent()
                ? ProxyElection.among(settings, new GroupName(group.get()), self(), timing, Clock.system(), listener)
                : ProxyElection.ofCluster(
                        settings,
                        new ClusterName(cluster.orElseThrow()),
                        new NodeName(node.orElseThrow()),
                        timing,
                        Clock.system(),
                        listener);
    }

    /** Never the same twice: a process that is started anew must not take its predecessor's turn for its own. */
    private static Candidate self() {
        return new Candidate(UUID.randomUUID().toString());
    }
}
