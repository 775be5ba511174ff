package io.arpfailover.coordinator.console;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.zookeeper.ClusterFeed;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import io.arpfailover.coordinator.zookeeper.StoreException;
import io.arpfailover.coordinator.zookeeper.ZooKeeperSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console's HTTP server: bound first, so that a mistake shows before anything serves, and started when there is
 * something to show.
 */
public final class Console implements AutoCloseable {
    /** Each connection has at most one request under way, so that many threads are always enough. */
    private static final int MOST_CONNECTIONS = 256;

    private static final int MOST_SESSIONS = 64;
    private static final int MOST_ADDRESSES = 1024;
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Logger log = LoggerFactory.getLogger(Console.class);

    private final ConsoleSettings settings;
    private final HttpServer server;
    private final Optional<Token> token;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0,
            MOST_CONNECTIONS,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Console::thread,
            new ThreadPoolExecutor.DiscardPolicy());
    private Optional<Board> board = Optional.empty();
    private Optional<ClusterFeed> feed = Optional.empty();

    private Console(ConsoleSettings settings, HttpServer server, Optional<Token> token) {
        this.settings = settings;
        this.server = server;
        this.token = token;
    }

    /**
     * Takes the console's port; nothing is served yet. Empty when the settings say so, and when the port nobody asked
     * for is taken.
     */
    public static Optional<Console> bind(ConsoleSettings settings) throws ConsoleException {
        if (settings.listen().isEmpty()) {
            return Optional.empty();
        }
        limitConnections();
        Optional<Token> token = settings.tokenFile().isPresent()
                ? Optional.of(Token.read(settings.tokenFile().get()))
                : Optional.empty();
        try {
            return Optional.of(
                    new Console(settings, open(settings, settings.listen().get()), token));
        } catch (IOException e) {
            String line = "the console cannot listen on "
                    + ConsoleSettings.text(settings.listen().get()) + " (" + e.getMessage()
                    + "); name another address with --console, or switch it off with --console off";
            if (settings.asked()) {
                throw new ConsoleException(line, e);
            }
            log.warn("console=off because=\"{}\"", line);
            return Optional.empty();
        }
    }

    /**
     * Serves from now on.
     *
     * @throws StoreException when the auth file cannot be used
     */
    public void start(ZooKeeperSettings zookeeper) throws StoreException {
        Gate gate = new Gate(
                hosts(),
                token,
                settings.tls().isPresent(),
                new Sessions(Clock.system(), MOST_SESSIONS),
                new Attempts(Clock.system(), MOST_ADDRESSES));
        Board shown = new Board(InstantSource.system(), zookeeper.connect(), settings.readOnly(), gate.hasLogin());
        ClusterFeed source = ClusterFeed.open(zookeeper, shown);
        board = Optional.of(shown);
        feed = Optional.of(source);
        Exchanges exchanges =
                new Exchanges(gate, shown, new Routes(gate, shown, settings.readOnly(), new Ensemble(source)));
        server.createContext("/", exchanges::answer);
        server.setExecutor(threads);
        server.start();
        log.info("console=listening url={} zookeeper={} guarded={}", url(), zookeeper.connect(), settings.isGuarded());
        if (token.isPresent()
                && settings.tls().isEmpty()
                && !server.getAddress().getAddress().isLoopbackAddress()) {
            log.warn(
                    "console=plain: its token can be read on the way; give {} and {}",
                    ConsoleSettings.Setting.TLS_CERT,
                    ConsoleSettings.Setting.TLS_KEY);
        }
    }

    /** Where it can be looked at. */
    public String url() {
        return (settings.tls().isPresent() ? "https://" : "http://") + ConsoleSettings.text(server.getAddress()) + "/";
    }

    /** Ends every stream and request; waits for two seconds at most. */
    @Override
    public void close() {
        board.ifPresent(Board::close);
        server.stop(0);
        threads.shutdownNow();
        feed.ifPresent(ClusterFeed::close);
    }

    /** The running ensemble as requests see it. */
    private record Ensemble(ClusterFeed feed, Wishes wishes) implements Routes.Source {
        Ensemble(ClusterFeed feed) {
            this(feed, new Wishes(feed));
        }

        @Override
        public Optional<ClusterReport> cluster(ClusterName name) throws StoreException {
            return feed.directory().cluster(name);
        }

        @Override
        public Reply fulfil(Request request, String kind, ClusterReport cluster)
                throws StoreException, InterruptedException {
            return wishes.fulfil(request, kind, cluster);
        }
    }

    private static HttpServer open(ConsoleSettings settings, InetSocketAddress address)
            throws ConsoleException, IOException {
        if (settings.tls().isEmpty()) {
            return HttpServer.create(address, 0);
        }
        SSLContext context = Certificates.context(settings.tls().get());
        HttpsServer server = HttpsServer.create(address, 0);
        boolean clientsShowOne = settings.tls().get().clientCa().isPresent();
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters connection) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                wanted.setNeedClientAuth(clientsShowOne);
                connection.setSSLParameters(wanted);
            }
        });
        return server;
    }

    /** The JDK's server reads its limits from system properties, once. One given with -D wins. */
    private static void limitConnections() {
        Map.of(
                        "jdk.httpserver.maxConnections", Integer.toString(MOST_CONNECTIONS),
                        "sun.net.httpserver.maxReqTime", "60",
                        "sun.net.httpserver.maxReqHeaders", "64")
                .forEach((name, value) -> {
                    if (System.getProperty(name) == null) {
                        System.setProperty(name, value);
                    }
                });
    }

    private Set<String> hosts() {
        Set<String> hosts = new TreeSet<>(settings.hosts());
        try {
            hosts.add(Files.readString(HOST_NAME).strip().toLowerCase(Locale.ROOT));
        } catch (IOException noSuchFile) {
            log.debug("host-name=unknown");
        }
        return hosts;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "console");
        thread.setDaemon(true);
        return thread;
    }
}
