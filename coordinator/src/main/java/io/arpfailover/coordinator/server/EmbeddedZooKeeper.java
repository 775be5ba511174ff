package io.arpfailover.coordinator.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.ServerConfig;
import org.apache.zookeeper.server.ZooKeeperServerMain;
import org.apache.zookeeper.server.admin.AdminServer.AdminServerException;

/** One ZooKeeper server that stands alone: no second copy of the data, and no service while it is down. */
public final class EmbeddedZooKeeper implements RunningServer {
    private static final int SNAPSHOTS_KEPT = 3;
    private static final int PURGE_HOURS = 1;

    private final InetSocketAddress address;
    private final DataDirectory data;
    private final DatadirCleanupManager cleanup;
    private final Server server = new Server();
    private final CountDownLatch startedOrEnded = new CountDownLatch(1);
    private final FutureTask<Void> run = new FutureTask<>(this::run) {
        @Override
        protected void done() {
            startedOrEnded.countDown();
        }
    };

    private EmbeddedZooKeeper(InetSocketAddress address, DataDirectory data) {
        this.address = address;
        this.data = data;
        this.cleanup =
                new DatadirCleanupManager(data.path().toFile(), data.path().toFile(), SNAPSHOTS_KEPT, PURGE_HOURS);
    }

    /**
     * Starts a server and returns when it serves.
     *
     * @param directory where the records are kept; made if missing
     * @param address where to listen; port 0 takes a free one
     */
    public static EmbeddedZooKeeper start(Path directory, InetSocketAddress address) throws ServerException {
        ServerProperties.apply();
        EmbeddedZooKeeper server = new EmbeddedZooKeeper(address, DataDirectory.open(directory));
        new Thread(server.run, "zookeeper-server").start();
        server.awaitStart();
        server.cleanup.start();
        return server;
    }

    public int port() {
        return server.getClientPort();
    }

    @Override
    public String description() {
        return "ZooKeeper on " + address.getHostString() + ":" + port() + ", data in " + data.path();
    }

    @Override
    public InetSocketAddress clientAddress() {
        return new InetSocketAddress(address.getAddress(), port());
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        failure().ifPresent(cause -> {
            throw new IllegalStateException("the ZooKeeper server has failed: " + cause, cause);
        });
    }

    @Override
    public void close() {
        cleanup.shutdown();
        server.close();
        try {
            failure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        data.close();
    }

    private Void run() throws IOException, AdminServerException {
        server.runFromConfig(new Configuration(data.path(), address));
        return null;
    }

    private void awaitStart() throws ServerException {
        try {
            startedOrEnded.await();
            if (run.isDone()) {
                data.close();
                throw notStarted(failure());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new ServerException("stopped while starting", e);
        }
    }

    /** Waits for the end, and returns what caused it unless somebody wanted it. */
    private Optional<Throwable> failure() throws InterruptedException {
        try {
            run.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause());
        }
    }

    private ServerException notStarted(Optional<Throwable> cause) {
        return new ServerException(
                "cannot serve on " + address.getHostString() + ":" + address.getPort() + " from " + data.path() + ": "
                        + cause.map(Throwable::getMessage).orElse("it stopped at once")
                        + "; choose another port, address or directory, or stop what uses it",
                cause.orElse(null));
    }

    /** ZooKeeper's own program for one server, in this process. */
    private final class Server extends ZooKeeperServerMain {
        @Override
        protected void serverStarted() {
            startedOrEnded.countDown();
        }
    }

    /** What other servers read from a file. */
    private static final class Configuration extends ServerConfig {
        /** Half a second, so that sessions of one second are granted: the shortest is two ticks. */
        private static final int TICK_MILLIS = 500;

        private static final int LONGEST_SESSION_MILLIS = 40_000;
        private static final int MOST_CLIENTS_PER_HOST = 10_000;

        Configuration(Path data, InetSocketAddress address) {
            clientPortAddress = address;
            dataDir = data.toFile();
            dataLogDir = data.toFile();
            tickTime = TICK_MILLIS;
            minSessionTimeout = 2 * TICK_MILLIS;
            maxSessionTimeout = LONGEST_SESSION_MILLIS;
            maxClientCnxns = MOST_CLIENTS_PER_HOST;
        }
    }
}
