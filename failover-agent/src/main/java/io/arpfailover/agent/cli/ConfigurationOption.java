package io.arpfailover.agent.cli;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.ConfigProblem;
import io.arpfailover.agent.config.ConfigurationFile;
import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.coordinator.tenure.ClusterName;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options {@code --config} and {@code --cluster}, which every command has, and the reading of the file they name. */
public final class ConfigurationOption {
    /** Not inherited by itself: an {@code arp} command's option of this name is a cluster in ZooKeeper. */
    static final String CLUSTER = "--cluster";

    private final ConfigurationDirectory directory;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "The agent's configuration (default: agent.yaml in /etc/arp-failover, or the only one there).")
    private Optional<Path> file = Optional.empty();

    @Option(names = CLUSTER, paramLabel = "NAME", description = "The same as --config /etc/arp-failover/NAME.yaml.")
    private Optional<String> cluster = Optional.empty();

    public ConfigurationOption() {
        this(ConfigurationDirectory.INSTALLED);
    }

    ConfigurationOption(ConfigurationDirectory directory) {
        this.directory = directory;
    }

    /** What the file says when there is one and it is good: for commands that need none, but follow the one they find. */
    public Optional<AgentConfiguration> ifThere() {
        ConfigurationDirectory.Choice choice = choice();
        return choice.refusal().isEmpty() && Files.isReadable(choice.file())
                ? ConfigurationFile.read(choice.file())
                        .map(valid -> Optional.of(valid.configuration()), bad -> Optional.empty())
                : Optional.empty();
    }

    /** The checked configuration; when it is empty, its problems have been printed. */
    public Optional<ConfigurationReading.Valid> read(PrintWriter err) {
        ConfigurationDirectory.Choice choice = choice();
        if (choice.refusal().isPresent()) {
            err.println("failover-agent: " + choice.refusal().get());
            return Optional.empty();
        }
        return ConfigurationFile.read(choice.file()).map(Optional::of, invalid -> {
            print(invalid.problems(), err);
            return Optional.empty();
        });
    }

    private ConfigurationDirectory.Choice choice() {
        if (file.isPresent() && cluster.isPresent()) {
            return ConfigurationDirectory.Choice.refused("--config and --cluster both name a file; give one of them");
        }
        if (file.isPresent()) {
            return ConfigurationDirectory.Choice.of(file.get());
        }
        return cluster.map(this::ofCluster).orElseGet(directory::standard);
    }

    private ConfigurationDirectory.Choice ofCluster(String name) {
        return ClusterName.isValid(name)
                ? directory.of(new ClusterName(name))
                : ConfigurationDirectory.Choice.refused("--cluster: '" + name
                        + "' is no cluster's name (1 to 32 lower-case letters, digits or hyphens, a letter first)");
    }

    static void print(List<ConfigProblem> problems, PrintWriter err) {
        problems.forEach(err::println);
    }
}
