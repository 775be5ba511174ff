package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.console.Console;
import io.arpfailover.coordinator.console.ConsoleException;
import io.arpfailover.coordinator.console.ConsoleSettings;
import io.arpfailover.coordinator.console.ConsoleSettings.Setting;
import io.arpfailover.coordinator.server.RunningServer;
import io.arpfailover.coordinator.zookeeper.StoreException;
import io.arpfailover.coordinator.zookeeper.ZooKeeperSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options on where the console is, and for whom; each wins over the key of the same meaning in a file. */
final class ConsoleOptions {
    static final Duration SESSION = Duration.ofSeconds(6);

    @Option(
            names = "--console",
            paramLabel = "ADDRESS:PORT|off",
            description = "Where the web page of all clusters is, or off. Default: 127.0.0.1:8227.")
    private Optional<String> listen;

    @Option(
            names = "--console-token-file",
            paramLabel = "FILE",
            description = "Holds one line, the token that opens the page; mode 0600.")
    private Optional<String> tokenFile;

    @Option(
            names = "--console-tls-cert",
            paramLabel = "FILE",
            description = "PEM certificates to serve the page over HTTPS.")
    private Optional<String> certificate;

    @Option(names = "--console-tls-key", paramLabel = "FILE", description = "The private key to them, PEM, PKCS #8.")
    private Optional<String> key;

    @Option(
            names = "--console-client-ca",
            paramLabel = "FILE",
            description = "PEM certificates of who signs those that browsers must show.")
    private Optional<String> clientCa;

    @Option(
            names = "--console-host",
            paramLabel = "NAME[,NAME...]",
            description = "Names by which browsers may reach the page, beside this host's own and plain addresses.")
    private Optional<String> hosts;

    @Option(
            names = "--console-auth-file",
            paramLabel = "FILE",
            description = "The agents' user and password at ZooKeeper, one line, user:password; mode 0600.")
    private Optional<String> authFile;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Takes the console's port, unless there is to be none.
     *
     * @param file what a properties file says, by its keys
     */
    Optional<Console> bind(Map<String, String> file) throws ConsoleException {
        return Console.bind(settings(file));
    }

    /** Serves the page of the clusters that this server keeps, or that the settings name. */
    void start(Console console, Map<String, String> file, RunningServer server)
            throws ConsoleException, StoreException {
        ConsoleSettings settings = settings(file);
        console.start(zookeeper(settings.connect().orElseGet(() -> local(server)), settings.authFile()));
        spec.commandLine().getOut().println("coordinator: console on " + console.url());
        spec.commandLine().getOut().flush();
    }

    /** How the console reaches ZooKeeper. */
    ZooKeeperSettings zookeeper(String connect, Optional<Path> auth) {
        try {
            return new ZooKeeperSettings(connect, SESSION, auth);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), Setting.CONNECT + ": " + e.getMessage(), e);
        }
    }

    private ConsoleSettings settings(Map<String, String> file) throws ConsoleException {
        Map<Setting, String> given = new EnumMap<>(Setting.class);
        for (Map.Entry<String, String> entry : file.entrySet()) {
            given.put(Setting.named(entry.getKey()), entry.getValue());
        }
        Map<Setting, Optional<String>> options = Map.of(
                Setting.LISTEN, listen,
                Setting.TOKEN_FILE, tokenFile,
                Setting.TLS_CERT, certificate,
                Setting.TLS_KEY, key,
                Setting.CLIENT_CA, clientCa,
                Setting.HOSTS, hosts,
                Setting.AUTH_FILE, authFile);
        options.forEach((name, value) -> value.ifPresent(text -> given.put(name, text)));
        return ConsoleSettings.of(given);
    }

    private static String local(RunningServer server) {
        InetSocketAddress address = server.clientAddress();
        String host = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
