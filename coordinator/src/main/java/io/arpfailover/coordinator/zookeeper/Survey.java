package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.ClusterName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reads that a {@link ClusterFeed} causes, on one thread: what changed is due, and each turn reads all that is. A
 * renewed lease costs one read, and is no news.
 */
final class Survey implements AutoCloseable {
    /** Ten times what is asked of one ensemble. */
    static final int MOST_CLUSTERS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Survey.class);
    private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(5);

    private final CuratorFramework client;
    private final Remedy remedy;
    private final StoreTimer timer;
    private final OpenRequests requests;
    private final FeedListener listener;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1),
            StoreThreads.named("zookeeper-feed"),
            new ThreadPoolExecutor.DiscardPolicy());

    /** What to read, bounded by the names there are; guarded by this. */
    private final Map<String, EnumSet<Part>> due = new TreeMap<>();

    private boolean allDue;
    private boolean connected;

    /** Only on the thread. */
    private final Map<String, SurveyedCluster> known = new TreeMap<>();

    Survey(CuratorFramework client, Remedy remedy, StoreTimer timer, OpenRequests requests, FeedListener listener) {
        this.client = client;
        this.remedy = remedy;
        this.timer = timer;
        this.requests = requests;
        this.listener = listener;
    }

    /** A part of a cluster that is read on its own, by the name of its node. */
    enum Part {
        TENURE("tenure"),
        MEMBERS("members"),
        INTENT("intent"),
        HISTORY("history");

        private final String node;

        Part(String node) {
            this.node = node;
        }

        /** Those that a change of {@code path} below a cluster concerns; the cluster itself concerns all. */
        static EnumSet<Part> at(List<String> path) {
            EnumSet<Part> parts = EnumSet.allOf(Part.class);
            if (!path.isEmpty()) {
                parts.removeIf(part -> !part.node.equals(path.get(0)));
            }
            return parts;
        }
    }

    /** Something at this path came, went or changed. */
    void changed(String path) {
        if (path == null || !path.startsWith(ClusterPaths.CLUSTERS + "/")) {
            return;
        }
        List<String> names =
                List.of(path.substring(ClusterPaths.CLUSTERS.length() + 1).split("/", 3));
        EnumSet<Part> parts = Part.at(names.subList(1, names.size()));
        if (ClusterName.isValid(names.get(0)) && !parts.isEmpty()) {
            due(names.get(0), parts);
            thread.execute(this::turn);
        }
    }

    /** There is a connection, new or again: whatever was known may be old. */
    void everythingIsDue() {
        synchronized (this) {
            allDue = true;
            connected = true;
        }
        thread.execute(this::turn);
    }

    /** The connection is lost: what is read of it now completes nothing. */
    synchronized void interrupted() {
        connected = false;
        listener.disconnected();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private synchronized void due(String name, EnumSet<Part> parts) {
        due.computeIfAbsent(name, absent -> EnumSet.noneOf(Part.class)).addAll(parts);
    }

    private synchronized Optional<Map<String, EnumSet<Part>>> takeDue() {
        Map<String, EnumSet<Part>> taken = new TreeMap<>(due);
        due.clear();
        boolean some = allDue || !taken.isEmpty();
        return some ? Optional.of(taken) : Optional.empty();
    }

    private synchronized boolean takeAll() {
        boolean all = allDue;
        allDue = false;
        return all;
    }

    private void turn() {
        Optional<Map<String, EnumSet<Part>>> taken = takeDue();
        if (taken.isEmpty()) {
            return;
        }
        boolean all = takeAll();
        try {
            read(taken.get(), all);
        } catch (KeeperException e) {
            putBack(taken.get(), all);
            failed(e);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            putBack(taken.get(), all);
            later(remedy.line("read the clusters", e));
        }
    }

    private void putBack(Map<String, EnumSet<Part>> taken, boolean all) {
        taken.forEach(this::due);
        synchronized (this) {
            allDue |= all;
        }
    }

    private void read(Map<String, EnumSet<Part>> taken, boolean all) throws Exception {
        Set<ClusterName> gone = new HashSet<>();
        if (all) {
            List<String> present = names();
            known.keySet().stream()
                    .filter(name -> !present.contains(name))
                    .forEach(name -> taken.put(name, EnumSet.allOf(Part.class)));
            present.forEach(name -> taken.put(name, EnumSet.allOf(Part.class)));
        }
        List<ClusterReport> changed = new ArrayList<>();
        for (Map.Entry<String, EnumSet<Part>> entry : taken.entrySet()) {
            read(entry.getKey(), entry.getValue(), changed, gone);
        }
        if (!changed.isEmpty() || !gone.isEmpty()) {
            listener.changed(changed, gone);
        }
        if (all) {
            completed();
        }
    }

    private void read(String name, EnumSet<Part> parts, List<ClusterReport> changed, Set<ClusterName> gone)
            throws Exception {
        SurveyedCluster cluster =
                known.computeIfAbsent(name, absent -> new SurveyedCluster(client, new ClusterName(name), remedy));
        EnumSet<Part> wanted = cluster.isRead() ? parts : EnumSet.allOf(Part.class);
        if (!cluster.read(wanted)) {
            known.remove(name);
            gone.add(new ClusterName(name));
            return;
        }
        requests.read(cluster.report().intent());
        if (cluster.isNews()) {
            changed.add(cluster.report());
        }
    }

    private List<String> names() throws Exception {
        try {
            List<String> names = client.getChildren().forPath(ClusterPaths.CLUSTERS).stream()
                    .filter(ClusterName::isValid)
                    .sorted()
                    .toList();
            if (names.size() > MOST_CLUSTERS) {
                listener.failed(names.size() + " clusters in one ensemble, and the first " + MOST_CLUSTERS
                        + " are shown; use several ensembles");
            }
            return names.subList(0, Math.min(names.size(), MOST_CLUSTERS));
        } catch (KeeperException.NoNodeException noneYet) {
            return List.of();
        }
    }

    private synchronized void completed() {
        if (connected && !allDue) {
            listener.complete();
        }
    }

    /** A lost connection reports itself, and the next one reads everything again. */
    private void failed(KeeperException e) {
        switch (e.code()) {
            case CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED, OPERATIONTIMEOUT -> {
                log.debug("state=disconnected", e);
                timer.after(BETWEEN_FAILURES, () -> thread.execute(this::turn));
            }
            default -> later(remedy.line("read the clusters", e));
        }
    }

    private void later(String failure) {
        listener.failed(failure);
        timer.after(BETWEEN_FAILURES, () -> thread.execute(this::turn));
    }
}
