package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member's access to the records of its cluster in ZooKeeper.
 *
 * <p>All methods return at once and may be called from any thread; results arrive at the {@link StoreListener} or in a
 * future, which fails with a {@link StoreException} and nothing else. Only {@link #close} waits, for a second at most.
 */
public final class ClusterStore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClusterStore.class);

    private final ClusterPaths paths;
    private final ZooKeeperSettings settings;
    private final StoreListener listener;
    private final CuratorFramework client;
    private final StoreTimer timer = new StoreTimer();
    private final Registration registration;
    private final TenureWriter writer;
    private final ClusterWatch watch;
    private final PatientCalls calls;
    private final Notes notes;
    private final BindingStore bindings;
    private Optional<Session> session = Optional.empty();

    private ClusterStore(
            ZooKeeperSettings settings, Credentials credentials, ClusterName cluster, StoreListener listener) {
        this.settings = settings;
        this.listener = listener;
        this.paths = new ClusterPaths(cluster);
        this.client = CuratorClient.create(settings, credentials);
        Remedy remedy = new Remedy(settings);
        this.watch = new ClusterWatch(paths, listener, remedy, this::lookAtMembers);
        this.registration =
                new Registration(paths, credentials.rights(), listener, remedy, watch, timer, this::rehearse);
        this.writer = new TenureWriter(paths, credentials.rights(), listener, registration, timer);
        this.calls = new PatientCalls(remedy, time -> listener.took(StoreCall.NOTES, time));
        this.notes = new Notes(client, paths);
        this.bindings = new BindingStore(client, paths, settings);
    }

    /**
     * Opens a store, which connects in the background and goes on trying until it is closed.
     *
     * @throws StoreException when the auth file cannot be used
     */
    public static ClusterStore open(ZooKeeperSettings settings, ClusterName cluster, StoreListener listener)
            throws StoreException {
        Credentials credentials = Credentials.of(settings.authFile());
        if (!credentials.present()) {
            log.warn(
                    "cluster={} rights=open: everybody who reaches ZooKeeper at {} can move or delete this cluster;"
                            + " give an auth file",
                    cluster,
                    settings.connect());
        }
        ClusterStore store = new ClusterStore(settings, credentials, cluster, listener);
        store.start();
        return store;
    }

    /** Becomes a member, now and in every later session, until the store is closed. */
    public void register(Member self) {
        registration.register(self);
    }

    /** Tells the other member something new about ourselves; the name must be the one registered. */
    public void updateSelf(Member self) {
        registration.update(self);
    }

    /**
     * Replaces the tenure if it still has the version named, in the session that owns our member node or not at all.
     * Never queued for another session and never repeated. Answered {@code Unknown} after two thirds of the session
     * timeout at the latest; what arrives later is dropped.
     *
     * @param callId comes back with the answer
     * @param provenAbsent the member that must not be registered for this to take effect
     */
    public void compareAndSet(long callId, int expectedVersion, Tenure next, Optional<NodeName> provenAbsent) {
        writer.compareAndSet(callId, expectedVersion, next, provenAbsent);
    }

    /** Reads the tenure again, when there is a session; it arrives at the listener, changed or not. */
    public void reread() {
        session().ifPresent(watch::readTenure);
    }

    /**
     * Changes the intent, whatever others write meanwhile.
     *
     * @param change from the intent found to the one wanted; called again when somebody else was faster, or when an
     *     answer was lost, so it must not count calls
     */
    public CompletableFuture<Intent> writeIntent(UnaryOperator<Intent> change) {
        return calls.submit("change the intent of cluster " + paths.cluster(), () -> notes.changeIntent(change));
    }

    /** Adds a move to the history, or replaces that of the same epoch; the newest 100 are kept. */
    public CompletableFuture<Void> appendHistory(Move move) {
        return calls.submit("write the history of cluster " + paths.cluster(), () -> {
            notes.append(move);
            return null;
        });
    }

    /** The moves kept, oldest first. */
    public CompletableFuture<List<Move>> history() {
        return calls.submit("read the history of cluster " + paths.cluster(), notes::history);
    }

    /** The bindings of the cluster, for as long as this store is open. */
    public BindingStore bindings() {
        return bindings;
    }

    /** Ends the session, so that our member node goes at once. To keep it for a restart, exit without closing. */
    @Override
    public void close() {
        timer.close();
        registration.close();
        calls.close();
        bindings.close();
        client.close();
    }

    /** For tests, which must be able to end it from outside. */
    synchronized Optional<Session> session() {
        return session;
    }

    private void start() {
        client.getConnectionStateListenable().addListener((ignored, state) -> stateChanged(state));
        client.getCuratorListenable().addListener((ignored, event) -> noticeRefusedCredentials(event));
        client.start();
        timer.after(settings.session(), this::reportUnreachable);
    }

    private void rehearse() {
        writer.rehearse();
    }

    private void lookAtMembers() {
        registration.look();
    }

    private void reportUnreachable() {
        if (session().isEmpty()) {
            listener.failed(
                    "no ZooKeeper answers at " + settings.connect() + "; start it, or correct the address; trying on");
        }
    }

    private void noticeRefusedCredentials(CuratorEvent event) {
        if (event.getWatchedEvent() != null
                && event.getWatchedEvent().getState() == Watcher.Event.KeeperState.AuthFailed) {
            listener.failed("ZooKeeper at " + settings.connect() + " refuses the credentials; correct the auth file");
        }
    }

    private void stateChanged(ConnectionState state) {
        switch (state) {
            case CONNECTED, RECONNECTED, READ_ONLY -> connected();
            case SUSPENDED -> suspended();
            case LOST -> sessionLost();
        }
    }

    private void connected() {
        try {
            connected(client.getZookeeperClient().getZooKeeper());
        } catch (Exception goneAgain) {
            // The next connection is reported like this one.
            log.debug("state=disconnected", goneAgain);
        }
    }

    private void connected(ZooKeeper handle) {
        Session now = Session.of(handle);
        if (!now.isConnected()) {
            return;
        }
        if (session().isPresent() && session().get().handle() != handle) {
            sessionLost();
        }
        remember(Optional.of(now));
        log.info(
                "cluster={} zookeeper=connected session=0x{} timeoutMs={}",
                paths.cluster(),
                Long.toHexString(now.id()),
                now.timeout().toMillis());
        listener.connected(now.id(), now.timeout());
        registration.connected(now);
    }

    private void suspended() {
        registration.suspended();
        log.warn(
                "cluster={} zookeeper=disconnected: trying again; the session lives on until its timeout",
                paths.cluster());
        listener.suspended();
    }

    private void sessionLost() {
        if (session().isEmpty()) {
            return;
        }
        remember(Optional.empty());
        registration.sessionLost();
        log.warn("cluster={} zookeeper=session-lost: trying again with a new one", paths.cluster());
        listener.sessionLost();
    }

    private synchronized void remember(Optional<Session> now) {
        session = now;
    }
}
