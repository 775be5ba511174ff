package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.binding.BindingAuthor;
import io.arpfailover.coordinator.binding.BindingShard;
import io.arpfailover.coordinator.binding.BindingWish;
import io.arpfailover.coordinator.binding.Bindings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.apache.curator.framework.CuratorFramework;

/**
 * The bindings of one cluster in ZooKeeper: for its members through {@link ClusterStore#bindings}, for others through
 * {@link ClusterDirectory#bindings}.
 *
 * <p>All methods return at once and may be called from any thread; results arrive in a future, which fails with a
 * {@link StoreException} and nothing else, or at the {@link BindingListener}. Reading and writing have threads of their
 * own, which end with the store: a bulk import delays neither a lease nor an intent.
 */
public final class BindingStore implements AutoCloseable {
    private final CuratorFramework client;
    private final ClusterPaths paths;
    private final Remedy remedy;
    private final BindingTable table;
    private final BindingWriter writer;
    private final PatientCalls calls;
    private volatile Optional<BindingWatch> watch = Optional.empty();

    BindingStore(CuratorFramework client, ClusterPaths paths, ZooKeeperSettings settings) {
        this.client = client;
        this.paths = paths;
        this.remedy = new Remedy(settings);
        this.table = new BindingTable(client, paths, settings.session());
        this.writer = new BindingWriter(table, "the bindings of cluster " + paths.cluster());
        this.calls = new PatientCalls(remedy);
    }

    /**
     * Fulfils all wishes, or none when one is refused. When an answer is lost on the way, the wishes are judged again:
     * what was written already is then counted as unchanged.
     *
     * @param wishes at most 20,000; those that fit into some 900 KiB of records are written in one transaction
     */
    public CompletableFuture<BindingsWritten> write(BindingAuthor author, List<BindingWish> wishes) {
        List<BindingWish> fixed = List.copyOf(wishes);
        return calls.submit(
                "write bindings of cluster " + paths.cluster(),
                () -> writer.write(author, fixed, watch.map(BindingWatch::size).orElse(OptionalInt.empty())));
    }

    /** The bindings as they are now. */
    public CompletableFuture<Bindings> read() {
        return calls.submit("read the bindings of cluster " + paths.cluster(), this::readAll);
    }

    private Bindings readAll() throws Exception {
        List<BindingShard> shards = new ArrayList<>();
        for (Map.Entry<Integer, BindingTable.Found> found :
                table.read(BindingTable.all()).entrySet()) {
            shards.add(table.readable(found.getKey(), found.getValue()));
        }
        return Bindings.NONE.with(shards);
    }

    /** Tells of the bindings from now on, over lost connections and sessions, until the store is closed; once. */
    public synchronized void watch(BindingListener listener) {
        if (watch.isPresent()) {
            throw new IllegalStateException("watched already");
        }
        BindingWatch started = new BindingWatch(client, paths, table, remedy, listener);
        watch = Optional.of(started);
        started.start();
    }

    @Override
    public synchronized void close() {
        watch.ifPresent(BindingWatch::close);
        calls.close();
    }
}
