package io.arpfailover.coordinator.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.admin.AdminServer.AdminServerException;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig.ConfigException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** One ZooKeeper server of a quorum, set up by a configuration file as ZooKeeper's own server reads it. */
public final class QuorumServer implements RunningServer {
    private static final int SNAPSHOTS_KEPT = 3;
    private static final int PURGE_HOURS = 1;

    private final Path file;
    private final QuorumPeerConfig configuration;
    private final DataDirectory data;
    private final DatadirCleanupManager cleanup;
    private final QuorumPeerMain peer = new QuorumPeerMain();
    private final FutureTask<Void> run = new FutureTask<>(this::run);

    private QuorumServer(Path file, QuorumPeerConfig configuration, DataDirectory data) {
        this.file = file;
        this.configuration = configuration;
        this.data = data;
        this.cleanup = new DatadirCleanupManager(
                configuration.getDataDir(), configuration.getDataLogDir(), SNAPSHOTS_KEPT, PURGE_HOURS);
    }

    /** Starts a server; it serves once it has found a majority of the others. */
    public static QuorumServer start(Path file) throws ServerException {
        ServerProperties.apply();
        QuorumPeerConfig configuration = read(file);
        QuorumServer server = new QuorumServer(
                file,
                configuration,
                DataDirectory.open(configuration.getDataDir().toPath()));
        server.cleanup.start();
        new Thread(server.run, "zookeeper-quorum").start();
        return server;
    }

    /**
     * The settings in such a file that are not ZooKeeper's but of this program's other parts, by their names, which begin
     * with {@code console.}.
     */
    public static Map<String, String> otherSettings(Path file) throws ServerException {
        return ConfigurationFile.own(file);
    }

    @Override
    public String description() {
        return "ZooKeeper server " + configuration.getServerId() + " of "
                + configuration.getServers().size() + " on " + configuration.getClientPortAddress() + ", data in "
                + data.path();
    }

    @Override
    public InetSocketAddress clientAddress() {
        return configuration.getClientPortAddress();
    }

    /** Waits for the end; throws what ended it when that was not {@link #close}. */
    @Override
    public void awaitEnd() throws InterruptedException {
        try {
            run.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the ZooKeeper server of " + file + " has ended: "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    @Override
    public void close() {
        cleanup.shutdown();
        peer.close();
        data.close();
    }

    private Void run() throws IOException, AdminServerException {
        peer.runFromConfig(configuration);
        return null;
    }

    private static QuorumPeerConfig read(Path file) throws ServerException {
        if (!Files.isReadable(file)) {
            throw new ServerException("configuration " + file + " cannot be read; name a file of ZooKeeper's format");
        }
        QuorumPeerConfig configuration = new ConfigurationFile();
        try {
            configuration.parse(file.toString());
        } catch (ConfigException | RuntimeException e) {
            throw new ServerException("configuration " + file + " is wrong: " + cause(e).getMessage(), e);
        }
        if (!configuration.isDistributed()) {
            throw new ServerException("configuration " + file
                    + " names no quorum; add a line server.N=HOST:2888:3888 for each server, or use --data and --port");
        }
        return configuration;
    }

    /** The outer exception only says that the file was not processed. */
    private static Throwable cause(Throwable e) {
        return e.getCause() == null ? e : e.getCause();
    }
}
