package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.server.EmbeddedZooKeeper;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.tenure.Tenure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/** A real server on loopback, and stores and bare clients connected to it; all closed together. */
final class Lab {
    static final ClusterName WEB = new ClusterName("web");
    static final NodeName A = new NodeName("a");
    static final NodeName B = new NodeName("b");
    static final ClusterPaths PATHS = new ClusterPaths(WEB);
    static final Duration SESSION = Duration.ofSeconds(2);

    private final Path directory;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private EmbeddedZooKeeper server;

    Lab(Path directory) throws Exception {
        this.directory = directory;
        this.server = serve(0);
    }

    /** A store with its listener. */
    record Node(ClusterStore store, RecordingListener heard) {
        Node registered(Member self) {
            store.register(self);
            heard.await(RecordingListener.Told.Registered.class);
            return this;
        }
    }

    String connect() {
        return "127.0.0.1:" + server.port();
    }

    ZooKeeperSettings settings(Optional<Path> authFile) {
        return new ZooKeeperSettings(connect(), SESSION, authFile);
    }

    Node open() throws Exception {
        return open(Optional.empty(), new RecordingListener());
    }

    Node open(Optional<Path> authFile, RecordingListener listener) throws Exception {
        ClusterStore store = ClusterStore.open(settings(authFile), WEB, listener);
        opened.push(store);
        return new Node(store, listener);
    }

    /** A bare client, as a stranger would use, connected. */
    ZooKeeper stranger() throws Exception {
        return connected(watcher -> new ZooKeeper(connect(), (int) SESSION.toMillis(), watcher));
    }

    /** Ends a session from outside, as its expiry would: at once, and before its client knows. */
    void end(Session session) throws Exception {
        ZooKeeper second = connected(watcher -> new ZooKeeper(
                connect(),
                (int) SESSION.toMillis(),
                watcher,
                session.id(),
                session.handle().getSessionPasswd()));
        second.close();
    }

    Path authFile(String text, String mode) throws IOException {
        Path file = Files.createTempFile(directory, "auth", "");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    void stopServer() {
        server.close();
    }

    /** On the same port and data. */
    void startServer() throws Exception {
        server = serve(server.port());
    }

    static Member member(String name) {
        return member(name, "host-" + name, "1");
    }

    static Member member(String name, String host, String incarnation) {
        return new Member(
                new NodeName(name),
                incarnation,
                host,
                "0.1",
                "lan0",
                List.of("02:00:00:00:00:01"),
                List.of("10.77.0.100/24"),
                List.of(),
                PromiseTiming.DEFAULT.promise(),
                PromiseTiming.DEFAULT.restart(),
                true,
                "",
                Optional.empty());
    }

    static Tenure held(NodeName holder, long epoch) {
        return new Tenure(Optional.of(holder), epoch, Mode.SOLO, Optional.empty(), 1_700_000_000_000L, "test");
    }

    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        server.close();
    }

    private EmbeddedZooKeeper serve(int port) throws Exception {
        return EmbeddedZooKeeper.start(
                directory.resolve("data"), new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private interface Connection {
        ZooKeeper open(Watcher watcher) throws IOException;
    }

    private ZooKeeper connected(Connection connection) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = connection.open(event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        opened.push(client);
        if (!connected.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the test's server does not answer");
        }
        return client;
    }
}
