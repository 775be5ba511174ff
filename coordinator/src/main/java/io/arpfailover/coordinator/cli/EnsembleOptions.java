package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.console.ConsoleSettings;
import io.arpfailover.coordinator.zookeeper.ClusterDirectory;
import io.arpfailover.coordinator.zookeeper.StoreException;
import io.arpfailover.coordinator.zookeeper.ZooKeeperSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options on how to reach ZooKeeper, which every command has that speaks with it. */
final class EnsembleOptions {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Option(
            names = "--connect",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:2181",
            description = "ZooKeeper, one or more servers. Default: 127.0.0.1:2181.")
    private String connect;

    @Option(names = "--auth-file", paramLabel = "FILE", description = "Holds one line, user:password; mode 0600.")
    private Optional<Path> authFile;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    ClusterDirectory open() throws StoreException {
        return ClusterDirectory.open(settings());
    }

    String connect() {
        return connect;
    }

    Optional<Path> authFile() {
        return authFile;
    }

    /** The auth file, as the console's settings name it. */
    Map<String, String> consoleKeys() {
        return authFile.map(file -> Map.of(ConsoleSettings.Setting.AUTH_FILE.toString(), file.toString()))
                .orElse(Map.of());
    }

    private ZooKeeperSettings settings() {
        try {
            return new ZooKeeperSettings(connect, PATIENCE, authFile);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--connect: " + e.getMessage(), e);
        }
    }
}
