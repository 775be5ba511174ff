package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.console.Console;
import io.arpfailover.coordinator.console.ConsoleException;
import io.arpfailover.coordinator.server.EmbeddedZooKeeper;
import io.arpfailover.coordinator.server.QuorumServer;
import io.arpfailover.coordinator.server.RunningServer;
import io.arpfailover.coordinator.server.ServerException;
import io.arpfailover.coordinator.server.ServiceNotice;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code coordinator serve}: runs a ZooKeeper server until it is told to end. */
@Command(
        name = "serve",
        description =
                "Runs a ZooKeeper server in the foreground, and the web page of all clusters, until SIGTERM or SIGINT.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class)
final class Serve implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Kind kind;

    @Mixin
    private ConsoleOptions consoleOptions;

    @Spec
    private CommandSpec spec;

    /** One server, or one of a quorum. */
    private static final class Kind {
        @ArgGroup(exclusive = false)
        private Single single;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "One server of a quorum, set up as for ZooKeeper itself (dataDir, clientPort, server.N).")
        private Path config;
    }

    /** A server that stands alone. */
    private static final class Single {
        @Option(names = "--data", paramLabel = "DIR", required = true, description = "Where the records are kept.")
        private Path data;

        @Option(names = "--port", paramLabel = "N", defaultValue = "2181", description = "Default: 2181.")
        private int port;

        @Option(
                names = "--bind",
                paramLabel = "ADDRESS",
                defaultValue = "0.0.0.0",
                description = "The local address to listen on. Default: all.")
        private String bind;
    }

    @Override
    public Integer call() throws ServerException, ConsoleException, StoreException, InterruptedException {
        Map<String, String> settings = kind.config != null ? QuorumServer.otherSettings(kind.config) : Map.of();
        Optional<Console> console = consoleOptions.bind(settings);
        RunningServer server = kind.config != null ? QuorumServer.start(kind.config) : startSingle(kind.single);
        spec.commandLine().getOut().println("coordinator: " + server.description());
        spec.commandLine().getOut().flush();
        if (console.isPresent()) {
            consoleOptions.start(console.get(), settings, server);
        }
        Thread stop = new Thread(() -> stop(console, server), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        if (!ServiceNotice.of(System.getenv()).ready(server.description())) {
            spec.commandLine()
                    .getErr()
                    .println("coordinator: the service manager does not learn that this server is"
                            + " ready; install systemd-notify, or use Type=exec");
        }
        server.awaitEnd();
        Runtime.getRuntime().removeShutdownHook(stop);
        spec.commandLine().getErr().println("coordinator: the ZooKeeper server has ended by itself; see the log above");
        return Coordinator.FAILURE;
    }

    /** A stop that was asked for is a success, which the runtime would report as 143. */
    private static void stop(Optional<Console> console, RunningServer server) {
        console.ifPresent(Console::close);
        server.close();
        Runtime.getRuntime().halt(0);
    }

    private RunningServer startSingle(Single single) throws ServerException {
        if (single.port < 0 || single.port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port is not a port number: " + single.port);
        }
        return EmbeddedZooKeeper.start(single.data, new InetSocketAddress(address(single.bind), single.port));
    }

    private InetAddress address(String bind) {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new ParameterException(spec.commandLine(), "--bind is not an address of this host: " + bind, e);
        }
    }
}
