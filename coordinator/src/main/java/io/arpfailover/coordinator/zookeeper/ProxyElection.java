package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.election.Candidate;
import io.arpfailover.coordinator.election.GroupName;
import io.arpfailover.coordinator.election.TurnTiming;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, through ZooKeeper, which of several processes may answer for the addresses they all could answer for.
 *
 * <p>It connects in the background and goes on trying until it is closed. The turn is a lease by this machine's
 * monotonic clock, so it ends in time also when the connection, or ZooKeeper, is gone.
 */
public final class ProxyElection implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProxyElection.class);

    private final ZooKeeperSettings settings;
    private final CuratorFramework client;
    private final TurnSource source;
    private final TurnFailures failures;
    private final StoreTimer timer = new StoreTimer();
    private final AtomicBoolean everConnected = new AtomicBoolean();

    private ProxyElection(
            ZooKeeperSettings settings, CuratorFramework client, TurnSource source, TurnFailures failures) {
        this.settings = settings;
        this.client = client;
        this.source = source;
        this.failures = failures;
    }

    /**
     * Takes turns with the other candidates of a group, which any number may join at any time.
     *
     * @throws StoreException when the auth file cannot be used
     */
    public static ProxyElection among(
            ZooKeeperSettings settings,
            GroupName group,
            Candidate self,
            TurnTiming timing,
            Clock clock,
            TurnListener listener)
            throws StoreException {
        TurnFailures failures = new TurnFailures(listener, new Remedy(settings));
        return open(
                settings, failures, client -> new GroupTurns(client, group, self, timing, clock, listener, failures));
    }

    /**
     * Follows the tenure of a cluster: it is our turn while that names {@code node}. Who is named anew begins one turn
     * later, when every other has stopped for certain.
     *
     * @throws StoreException when the auth file cannot be used
     */
    public static ProxyElection ofCluster(
            ZooKeeperSettings settings,
            ClusterName cluster,
            NodeName node,
            TurnTiming timing,
            Clock clock,
            TurnListener listener)
            throws StoreException {
        TurnFailures failures = new TurnFailures(listener, new Remedy(settings));
        return open(settings, failures, client -> new TenureTurns(cluster, node, timing, clock, listener, failures));
    }

    private static ProxyElection open(
            ZooKeeperSettings settings, TurnFailures failures, Function<CuratorFramework, TurnSource> source)
            throws StoreException {
        CuratorFramework client = CuratorClient.create(settings, Credentials.of(settings.authFile()));
        ProxyElection election = new ProxyElection(settings, client, source.apply(client), failures);
        election.start();
        return election;
    }

    private void start() {
        client.getConnectionStateListenable().addListener((ignored, state) -> stateChanged(state));
        client.start();
        timer.after(settings.session(), this::reportUnreachable);
    }

    private void reportUnreachable() {
        if (!everConnected.get()) {
            failures.report(
                    "no ZooKeeper answers at " + settings.connect() + "; start it, or correct the address; trying on");
        }
    }

    private void stateChanged(ConnectionState state) {
        switch (state) {
            case CONNECTED, RECONNECTED -> connected();
            case SUSPENDED, LOST, READ_ONLY -> log.warn("zookeeper={} turn=runs-out", state);
        }
    }

    private void connected() {
        everConnected.set(true);
        try {
            ZooKeeper handle = client.getZookeeperClient().getZooKeeper();
            source.connected(handle);
        } catch (Exception goneAgain) {
            // The next connection is reported like this one.
            log.debug("state=disconnected", goneAgain);
        }
    }

    /** Leaves: the others can have the turn at once. Waits up to one second for that. */
    @Override
    public void close() {
        timer.close();
        source.close();
        client.close();
    }
}
