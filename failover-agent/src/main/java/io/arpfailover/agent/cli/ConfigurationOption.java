package io.arpfailover.agent.cli;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.ConfigProblem;
import io.arpfailover.agent.config.ConfigurationFile;
import io.arpfailover.agent.config.ConfigurationReading;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option {@code --config}, which every command has, and the reading of the file it names. */
public final class ConfigurationOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            defaultValue = "/etc/arp-failover/agent.yaml",
            description = "The agent's configuration (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("");

    /** What the file says when there is one and it is good: for commands that need none, but follow the one they find. */
    public Optional<AgentConfiguration> ifThere() {
        return Files.isReadable(file)
                ? ConfigurationFile.read(file).map(valid -> Optional.of(valid.configuration()), bad -> Optional.empty())
                : Optional.empty();
    }

    /** The checked configuration; when it is empty, its problems have been printed. */
    public Optional<ConfigurationReading.Valid> read(PrintWriter err) {
        return ConfigurationFile.read(file).map(Optional::of, invalid -> {
            print(invalid.problems(), err);
            return Optional.empty();
        });
    }

    static void print(List<ConfigProblem> problems, PrintWriter err) {
        problems.forEach(err::println);
    }
}
