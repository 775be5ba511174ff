package io.arpfailover.coordinator.console;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the console listens, and whom it lets in.
 *
 * @param listen where; empty means not at all
 * @param asked whether somebody named that address: one that nobody asked for may be missing when its port is taken
 * @param tokenFile a file of mode 0600 with one line, the token that opens the console
 * @param tls what it serves HTTPS with; empty means plain HTTP
 * @param authFile whom ZooKeeper shall take the console for; as the agents' file
 * @param hosts names under which browsers may reach it, beside this host's own and plain addresses; lower case
 * @param connect the ZooKeeper servers to read from; empty means the one in this program
 */
public record ConsoleSettings(
        Optional<InetSocketAddress> listen,
        boolean asked,
        Optional<Path> tokenFile,
        Optional<Tls> tls,
        Optional<Path> authFile,
        Set<String> hosts,
        Optional<String> connect) {
    /** What every key of the properties file begins with. */
    public static final String PREFIX = "console.";

    private static final String DEFAULT_LISTEN = "127.0.0.1:8227";
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:]+):([0-9]{1,5})");
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final int HIGHEST_PORT = 65_535;

    /**
     * The files of HTTPS, all PEM.
     *
     * @param certificate the server's chain, its own certificate first
     * @param key its private key, PKCS #8, not encrypted
     * @param clientCa who signs the certificates that clients must show; empty means that they need none
     */
    public record Tls(Path certificate, Path key, Optional<Path> clientCa) {}

    /** A setting, by its name in the properties file behind {@link #PREFIX}. */
    public enum Setting {
        LISTEN("listen"),
        TOKEN_FILE("tokenFile"),
        TLS_CERT("tlsCert"),
        TLS_KEY("tlsKey"),
        CLIENT_CA("clientCa"),
        AUTH_FILE("authFile"),
        HOSTS("hosts"),
        CONNECT("connect");

        private final String text;

        Setting(String text) {
            this.text = text;
        }

        /** The key of this name in full. */
        public static Setting named(String name) throws ConsoleException {
            return Arrays.stream(values())
                    .filter(key -> key.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ConsoleException(name + " is no setting; there are: "
                            + Arrays.stream(values()).map(Setting::toString).collect(Collectors.joining(", "))));
        }

        @Override
        public String toString() {
            return PREFIX + text;
        }
    }

    public ConsoleSettings {
        hosts = Set.copyOf(hosts);
    }

    /** Reads settings; what is not given has its default. */
    public static ConsoleSettings of(Map<Setting, String> given) throws ConsoleException {
        ConsoleSettings settings = new ConsoleSettings(
                listen(given.getOrDefault(Setting.LISTEN, DEFAULT_LISTEN)),
                given.containsKey(Setting.LISTEN),
                path(given, Setting.TOKEN_FILE),
                tls(given),
                path(given, Setting.AUTH_FILE),
                hosts(given.getOrDefault(Setting.HOSTS, "")),
                Optional.ofNullable(given.get(Setting.CONNECT)));
        settings.refuseOpenDoor();
        return settings;
    }

    /** Whether those who are let in are known, by a token or a certificate. */
    boolean isGuarded() {
        return tokenFile.isPresent() || tls.flatMap(Tls::clientCa).isPresent();
    }

    /**
     * Why nothing can be changed from the page: with an auth file the console may do what others on this host may not,
     * and without a token it cannot tell them apart.
     */
    Optional<String> readOnly() {
        return authFile.isPresent() && !isGuarded()
                ? Optional.of(
                        "This page only shows: with an auth file, changes need " + Setting.TOKEN_FILE + " as well.")
                : Optional.empty();
    }

    private void refuseOpenDoor() throws ConsoleException {
        if (listen.isPresent() && !listen.get().getAddress().isLoopbackAddress() && !isGuarded()) {
            throw new ConsoleException(Setting.LISTEN + " " + text(listen.get())
                    + " can be reached from elsewhere, and nobody is asked who they are; give " + Setting.TOKEN_FILE
                    + " (--console-token-file), or " + Setting.CLIENT_CA + " with " + Setting.TLS_CERT + " and "
                    + Setting.TLS_KEY);
        }
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static Optional<InetSocketAddress> listen(String text) throws ConsoleException {
        if (text.equals("off")) {
            return Optional.empty();
        }
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches() || Integer.parseInt(address.group(2)) > HIGHEST_PORT) {
            throw new ConsoleException(Setting.LISTEN + " is neither ADDRESS:PORT nor off: " + text);
        }
        try {
            InetAddress host = InetAddress.getByName(address.group(1));
            return Optional.of(new InetSocketAddress(host, Integer.parseInt(address.group(2))));
        } catch (UnknownHostException e) {
            throw new ConsoleException(Setting.LISTEN + " is not an address of this host: " + text, e);
        }
    }

    private static Optional<Tls> tls(Map<Setting, String> given) throws ConsoleException {
        Optional<Path> certificate = path(given, Setting.TLS_CERT);
        Optional<Path> key = path(given, Setting.TLS_KEY);
        if (certificate.isPresent() != key.isPresent()) {
            throw new ConsoleException(
                    Setting.TLS_CERT + " and " + Setting.TLS_KEY + " need each other; give both or none");
        }
        if (certificate.isEmpty() && given.containsKey(Setting.CLIENT_CA)) {
            throw new ConsoleException(
                    Setting.CLIENT_CA + " needs " + Setting.TLS_CERT + " and " + Setting.TLS_KEY + " as well");
        }
        return certificate.map(file -> new Tls(file, key.orElseThrow(), path(given, Setting.CLIENT_CA)));
    }

    private static Optional<Path> path(Map<Setting, String> given, Setting key) {
        return Optional.ofNullable(given.get(key)).map(Path::of);
    }

    private static Set<String> hosts(String text) throws ConsoleException {
        Set<String> hosts = new TreeSet<>();
        for (String host : text.isBlank()
                ? new String[0]
                : text.strip().toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            if (!HOST.matcher(host).matches()) {
                throw new ConsoleException(
                        Setting.HOSTS + " are names, separated by commas; this is none: '" + host + "'");
            }
            hosts.add(host);
        }
        return hosts;
    }
}
