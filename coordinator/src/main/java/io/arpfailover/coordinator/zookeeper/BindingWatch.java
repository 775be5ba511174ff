package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.binding.BindingChange;
import io.arpfailover.coordinator.binding.BindingShard;
import io.arpfailover.coordinator.binding.Bindings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One persistent watch on all shards of a cluster's bindings, and the reads it causes.
 *
 * <pre>
 *   watch set, in each connection:  every shard is due --+
 *   a shard changed:                that one is due -----+--&gt; one thread reads all that are due --&gt; listener, when all
 *                                                                                                 have been read once
 * </pre>
 *
 * <p>Not Curator's CuratorCache: after a connection that broke while it read for the first time, that one says that it
 * is complete when it is not, and a binding that is missing for that reason would look like one that was removed. Its
 * listeners also run on the thread on which the answers to the tenure's writes arrive; the shards are read here on a
 * thread of their own. What waits there is bounded: a set of shards.
 */
final class BindingWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BindingWatch.class);

    private final ClusterPaths paths;
    private final BindingTable table;
    private final Remedy remedy;
    private final BindingListener listener;
    private final PersistentWatcher watcher;
    private final ThreadPoolExecutor thread;
    /** Shards to read; guarded by this. */
    private final BitSet due = new BitSet();
    /** Only on the thread: shards never read yet, and what was told last. */
    private final BitSet missing = BindingTable.all();

    private final Map<Integer, String> complaints = new TreeMap<>();
    private Bindings read = Bindings.NONE;
    private volatile Bindings told = Bindings.NONE;
    private volatile boolean complete;

    BindingWatch(
            CuratorFramework client, ClusterPaths paths, BindingTable table, Remedy remedy, BindingListener listener) {
        this.paths = paths;
        this.table = table;
        this.remedy = remedy;
        this.listener = listener;
        this.watcher = new PersistentWatcher(client, paths.bindings(), true);
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                StoreThreads.named("zookeeper-bindings"),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    void start() {
        watcher.getListenable().addListener(this::changed);
        watcher.getResetListenable().addListener(() -> readSoon(BindingTable.all()));
        watcher.start();
    }

    /** How many bindings there are, once all have been read. */
    OptionalInt size() {
        return complete ? OptionalInt.of(told.size()) : OptionalInt.empty();
    }

    @Override
    public void close() {
        watcher.close();
        thread.shutdownNow();
    }

    private void changed(WatchedEvent event) {
        OptionalInt shard = event.getPath() == null ? OptionalInt.empty() : paths.shard(event.getPath());
        shard.ifPresent(number -> {
            BitSet one = new BitSet();
            one.set(number);
            readSoon(one);
        });
    }

    /** One turn waits at most: it reads all that are due, so a second one waiting would find nothing. */
    private void readSoon(BitSet numbers) {
        synchronized (this) {
            due.or(numbers);
        }
        thread.execute(this::turn);
    }

    private synchronized BitSet takeDue() {
        BitSet taken = (BitSet) due.clone();
        due.clear();
        return taken;
    }

    private synchronized void putBack(BitSet numbers) {
        due.or(numbers);
    }

    private void turn() {
        BitSet numbers = takeDue();
        if (numbers.isEmpty()) {
            return;
        }
        try {
            take(table.read(numbers));
        } catch (KeeperException e) {
            putBack(numbers);
            failed(e);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            putBack(numbers);
            listener.failed(remedy.line("read " + paths.bindings(), e));
        }
    }

    /** A lost connection reports itself, and the next one reads everything again. */
    private void failed(KeeperException e) {
        switch (e.code()) {
            case CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED -> log.debug("state=disconnected", e);
            default -> listener.failed(remedy.line("read " + paths.bindings(), e));
        }
    }

    /** A shard that cannot be read stays as it was known. */
    private void take(Map<Integer, BindingTable.Found> found) {
        List<BindingShard> shards = new ArrayList<>();
        found.forEach((number, shard) -> {
            missing.clear(number);
            shard.shard().value().ifPresentOrElse(shards::add, () -> complain(number, shard.shard()));
        });
        shards.forEach(shard -> complaints.remove(shard.number()));
        read = read.with(shards);
        if (missing.isEmpty()) {
            tell();
        }
    }

    private void complain(int number, Decoded<BindingShard> shard) {
        String line = table.unreadable(number, shard);
        if (!line.equals(complaints.put(number, line))) {
            listener.failed(line);
        }
    }

    private void tell() {
        List<BindingChange> changes = read.changesSince(told);
        if (complete && changes.isEmpty()) {
            return;
        }
        told = read;
        complete = true;
        log.debug("cluster={} bindings={} changes={}", paths.cluster(), told.size(), changes.size());
        listener.bindings(told, changes);
    }
}
