package io.arpfailover.agent.cli;

import io.arpfailover.agent.config.ConfigProblem;
import io.arpfailover.agent.config.ConfigurationFile;
import io.arpfailover.agent.config.ConfigurationReading;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option {@code --config}, which every command has, and the reading of the file it names. */
final class ConfigurationOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            defaultValue = "/etc/arp-failover/agent.yaml",
            description = "The agent's configuration (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("");

    /** The checked configuration; when it is empty, its problems have been printed. */
    Optional<ConfigurationReading.Valid> read(PrintWriter err) {
        return ConfigurationFile.read(file).map(Optional::of, invalid -> {
            print(invalid.problems(), err);
            return Optional.empty();
        });
    }

    static void print(List<ConfigProblem> problems, PrintWriter err) {
        problems.forEach(err::println);
    }
}
