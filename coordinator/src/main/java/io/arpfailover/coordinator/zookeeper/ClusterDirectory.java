package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All clusters of an ensemble, from outside: to look at, and to tell what administrators want of them. Is no member, and
 * writes nothing but intents and bindings. Its methods wait for ZooKeeper, those that answer with a future do not.
 */
public final class ClusterDirectory implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClusterDirectory.class);

    private final ZooKeeperSettings settings;
    private final CuratorFramework client;
    private final PatientCalls calls;

    /** On a client that is started already. */
    ClusterDirectory(ZooKeeperSettings settings, CuratorFramework client) {
        this.settings = settings;
        this.client = client;
        this.calls = new PatientCalls(new Remedy(settings));
    }

    /**
     * Connects, and waits for it up to the session timeout of the settings.
     *
     * @throws StoreException when nobody answers, or the auth file cannot be used
     */
    public static ClusterDirectory open(ZooKeeperSettings settings) throws StoreException {
        return open(settings, settings.session());
    }

    /** The same with another patience than the session timeout, which is still the one that is asked for. */
    public static ClusterDirectory open(ZooKeeperSettings settings, Duration patience) throws StoreException {
        CuratorFramework client = CuratorClient.create(settings, Credentials.of(settings.authFile()));
        client.start();
        try {
            int millis = Math.toIntExact(patience.toMillis());
            if (client.blockUntilConnected(millis, TimeUnit.MILLISECONDS)) {
                return new ClusterDirectory(settings, client);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        client.close();
        throw new StoreException("no ZooKeeper answers at " + settings.connect()
                + "; check that it runs, and name it as --connect HOST:PORT");
    }

    /** Every cluster, by name. */
    public List<ClusterReport> clusters() throws StoreException {
        try {
            List<ClusterReport> reports = new ArrayList<>();
            for (String name : children(ClusterPaths.CLUSTERS)) {
                if (ClusterName.isValid(name)) {
                    reports.add(report(new ClusterName(name)));
                } else {
                    log.warn("path={}/{} state=foreign: no cluster has such a name", ClusterPaths.CLUSTERS, name);
                }
            }
            return List.copyOf(reports);
        } catch (StoreException alreadyOneLine) {
            throw alreadyOneLine;
        } catch (Exception e) {
            throw new Remedy(settings).exception("read the clusters", e);
        }
    }

    /** One cluster; empty when there is none of this name. */
    public Optional<ClusterReport> cluster(ClusterName name) throws StoreException {
        try {
            return existing(name);
        } catch (Exception e) {
            throw new Remedy(settings).exception("read cluster " + name, e);
        }
    }

    /** What can be found out about the ensemble, and about one cluster that it may have. */
    public EnsembleSurvey survey(ClusterName name) throws StoreException {
        try {
            return new Surveyor(client, new ClusterPaths(name), Clock.system()).survey(() -> existing(name));
        } catch (Exception e) {
            throw new Remedy(settings).exception("look at cluster " + name, e);
        }
    }

    /** Changes the intent of a cluster that exists, as {@link ClusterStore#writeIntent} does. */
    public CompletableFuture<Intent> writeIntent(ClusterName name, UnaryOperator<Intent> change) {
        Notes notes = new Notes(client, new ClusterPaths(name));
        return calls.submit("change the intent of cluster " + name, () -> notes.changeIntent(change));
    }

    /**
     * A desk for switchovers of one cluster, for as long as this directory is open.
     *
     * @param patience how long the members may take
     */
    public SwitchoverDesk desk(ClusterName name, Duration patience) throws StoreException {
        OpenRequests requests = new OpenRequests();
        follow(new ClusterPaths(name), requests);
        return new SwitchoverDesk(change -> writeIntent(name, change), requests, patience);
    }

    /** The bindings of a cluster, for as long as this directory is open; closed by the caller, before it. */
    public BindingStore bindings(ClusterName name) {
        return new BindingStore(client, new ClusterPaths(name), settings);
    }

    /** A change that is missed while there is no connection, the desk finds when its patience ends. */
    private void follow(ClusterPaths paths, OpenRequests requests) throws StoreException {
        CuratorWatcher onChange = event -> {
            if (event.getType() != Watcher.Event.EventType.None) {
                client.getData()
                        .inBackground((ignored, answer) -> tell(requests, answer))
                        .forPath(paths.intent());
            }
        };
        try {
            client.watchers()
                    .add()
                    .withMode(AddWatchMode.PERSISTENT)
                    .usingWatcher(onChange)
                    .forPath(paths.intent());
        } catch (Exception e) {
            throw new Remedy(settings).exception("watch the intent of cluster " + paths.cluster(), e);
        }
    }

    private static void tell(OpenRequests requests, CuratorEvent answer) {
        Optional.ofNullable(answer.getData())
                .flatMap(data -> Records.intent(data).value())
                .ifPresent(requests::read);
    }

    @Override
    public void close() {
        calls.close();
        client.close();
    }

    private Optional<ClusterReport> existing(ClusterName name) throws Exception {
        return client.checkExists().forPath(new ClusterPaths(name).tenure()) == null
                ? Optional.empty()
                : Optional.of(report(name));
    }

    private ClusterReport report(ClusterName name) throws Exception {
        ClusterPaths paths = new ClusterPaths(name);
        Notes notes = new Notes(client, paths);
        List<String> unreadable = new ArrayList<>();
        Stat stat = new Stat();
        Optional<Tenure> tenure = notes.data(paths.tenure(), stat)
                .flatMap(data -> readable(paths.tenure(), Records.tenure(data), unreadable));
        List<Member> members = members(paths, notes, unreadable);
        Optional<Intent> intent = notes.intent().flatMap(record -> readable(paths.intent(), record, unreadable));
        return new ClusterReport(
                name,
                new VersionedTenure(tenure.orElse(Tenure.NONE), stat.getVersion()),
                members,
                intent.orElse(Intent.NONE),
                notes.history(),
                unreadable);
    }

    private List<Member> members(ClusterPaths paths, Notes notes, List<String> unreadable) throws Exception {
        List<Member> members = new ArrayList<>();
        for (String node : children(paths.members())) {
            String path = paths.members() + "/" + node;
            notes.data(path, new Stat())
                    .flatMap(data -> readable(path, Records.member(data), unreadable))
                    .ifPresent(members::add);
        }
        return members;
    }

    private static <T> Optional<T> readable(String path, Decoded<T> record, List<String> unreadable) {
        if (record.value().isEmpty()) {
            unreadable.add(path + ": " + record.why());
        }
        return record.value();
    }

    private List<String> children(String path) throws Exception {
        try {
            return client.getChildren().forPath(path).stream().sorted().toList();
        } catch (KeeperException.NoNodeException noneYet) {
            return List.of();
        }
    }
}
