package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.ZooKeeperConfiguration;
import io.arpfailover.coordinator.binding.Bindings;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.zookeeper.BindingStore;
import io.arpfailover.coordinator.zookeeper.ClusterDirectory;
import io.arpfailover.coordinator.zookeeper.StoreException;
import io.arpfailover.coordinator.zookeeper.ZooKeeperSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Option;

/** The options that name the cluster whose shared bindings count; without them, that of the agent's configuration. */
final class SharedBindingsOption {
    private static final String USUAL_CONNECT = "127.0.0.1:2181";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "The bindings that this cluster shares (default without --bindings: that of the agent's"
                    + " configuration, where there is one).")
    private Optional<String> cluster = Optional.empty();

    @Option(
            names = "--connect",
            paramLabel = "HOST:PORT",
            description = "Its ZooKeeper (default: that of the agent's configuration, else " + USUAL_CONNECT + ").")
    private Optional<String> connect = Optional.empty();

    @Option(names = "--auth-file", paramLabel = "FILE", description = "Holds one line, user:password; mode 0600.")
    private Optional<Path> authFile = Optional.empty();

    /** Whether any of them was given. */
    boolean isGiven() {
        return cluster.isPresent() || connect.isPresent() || authFile.isPresent();
    }

    /** The name of the cluster; an {@link IllegalArgumentException} when it is none. */
    Optional<ClusterName> cluster(Optional<AgentConfiguration> configuration) {
        return cluster.map(ClusterName::new).or(() -> configuration.map(AgentConfiguration::cluster));
    }

    /**
     * Reads them, and waits for ZooKeeper.
     *
     * @throws IllegalArgumentException when the address of ZooKeeper is none, or there is no such cluster
     */
    Bindings read(ClusterName name, Optional<AgentConfiguration> configuration)
            throws StoreException, InterruptedException {
        try (ClusterDirectory directory = ClusterDirectory.open(settings(configuration));
                BindingStore store = directory.bindings(name)) {
            if (directory.cluster(name).isEmpty()) {
                throw new IllegalArgumentException("there is no cluster " + name + "; see 'coordinator status'");
            }
            return store.read().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException oneLine) {
                throw oneLine;
            }
            throw new IllegalStateException(e);
        }
    }

    private ZooKeeperSettings settings(Optional<AgentConfiguration> configuration) {
        Optional<ZooKeeperConfiguration> configured = configuration.map(AgentConfiguration::zookeeper);
        return new ZooKeeperSettings(
                connect.or(() -> configured.map(ZooKeeperConfiguration::connect))
                        .orElse(USUAL_CONNECT),
                PATIENCE,
                authFile.or(() -> configured.flatMap(ZooKeeperConfiguration::authFile)));
    }
}
