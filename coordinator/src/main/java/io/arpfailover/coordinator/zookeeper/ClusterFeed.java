package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.ClusterName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;
import org.apache.curator.framework.state.ConnectionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All clusters of an ensemble as they change, from outside, for as long as it is open: over lost connections and ended
 * sessions. One watch serves any number of readers. Is no member, and writes nothing but what it is asked to.
 *
 * <pre>
 *   (re)connected: everything is due --+
 *   a record changed: that part is ----+--&gt; one thread reads what is due --&gt; listener: changed, gone --&gt; complete
 *   connection lost ---------------------------------------------------------&gt; listener: disconnected
 * </pre>
 */
public final class ClusterFeed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClusterFeed.class);

    private final ZooKeeperSettings settings;
    private final CuratorFramework client;
    private final FeedListener listener;
    private final ClusterDirectory directory;
    private final OpenRequests requests = new OpenRequests();
    private final PersistentWatcher watcher;
    private final Survey survey;
    private final StoreTimer timer = new StoreTimer();
    private final AtomicReference<Optional<ConnectionState>> state = new AtomicReference<>(Optional.empty());

    private ClusterFeed(ZooKeeperSettings settings, CuratorFramework client, FeedListener listener) {
        this.settings = settings;
        this.client = client;
        this.listener = listener;
        this.directory = new ClusterDirectory(settings, client);
        this.survey = new Survey(client, new Remedy(settings), timer, requests, listener);
        this.watcher = new PersistentWatcher(client, ClusterPaths.CLUSTERS, true);
    }

    /**
     * Opens a feed, which connects in the background and goes on trying until it is closed.
     *
     * @throws StoreException when the auth file cannot be used
     */
    public static ClusterFeed open(ZooKeeperSettings settings, FeedListener listener) throws StoreException {
        CuratorFramework client = CuratorClient.create(settings, Credentials.of(settings.authFile()));
        ClusterFeed feed = new ClusterFeed(settings, client, listener);
        feed.start();
        return feed;
    }

    /** To read one cluster with its whole history, and to write intents. Waits; ends with the feed, not before. */
    public ClusterDirectory directory() {
        return directory;
    }

    /**
     * A desk for switchovers of one cluster. It costs nothing to have: the feed's own watch brings its answers.
     *
     * @param patience how long the members may take
     */
    public SwitchoverDesk desk(ClusterName name, Duration patience) {
        return new SwitchoverDesk(change -> directory.writeIntent(name, change), requests, patience);
    }

    /** Ends the session; waits for a second at most. */
    @Override
    public void close() {
        timer.close();
        survey.close();
        watcher.close();
        directory.close();
    }

    private void start() {
        client.getConnectionStateListenable().addListener((ignored, now) -> stateChanged(now));
        watcher.getListenable().addListener(event -> survey.changed(event.getPath()));
        watcher.getResetListenable().addListener(survey::everythingIsDue);
        client.start();
        watcher.start();
        timer.after(settings.session(), this::reportUnreachable);
    }

    private void stateChanged(ConnectionState now) {
        log.info("console-feed={} zookeeper={}", now, settings.connect());
        state.set(Optional.of(now));
        switch (now) {
            case CONNECTED, RECONNECTED, READ_ONLY -> {}
            case SUSPENDED, LOST -> survey.interrupted();
        }
    }

    private void reportUnreachable() {
        if (state.get().isEmpty()) {
            listener.failed(
                    "no ZooKeeper answers at " + settings.connect() + "; start it, or correct the address; trying on");
        }
    }
}
