package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.binding.BindingShard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;

/**
 * The shards of one cluster's bindings in ZooKeeper. Waits for ZooKeeper; for threads that may. Many reads are under way
 * at once: 256 of them, one after the other, would take 256 times as long as the way there and back.
 */
final class BindingTable {
    /** Of a record that does not exist yet. */
    private static final int NO_VERSION = -1;

    private final CuratorFramework client;
    private final ClusterPaths paths;
    private final Duration patience;

    /**
     * @param patience for a series of reads
     */
    BindingTable(CuratorFramework client, ClusterPaths paths, Duration patience) {
        this.client = client;
        this.paths = paths;
        this.patience = patience;
    }

    /**
     * A shard as it was read.
     *
     * @param version of the record, which the write that replaces it must name
     */
    record Found(int version, Decoded<BindingShard> shard) {}

    /** What ZooKeeper answered. It is not decoded on the thread on which it arrives: a lease's answers do so, too. */
    private record Answer(int version, Optional<byte[]> data) {
        static final Answer ABSENT = new Answer(NO_VERSION, Optional.empty());

        Found found(int number) {
            return version == NO_VERSION
                    ? new Found(version, new Decoded.Parsed<>(BindingShard.empty(number)))
                    : new Found(version, Records.bindingShard(number, data.orElse(new byte[0])));
        }
    }

    /** A shard that shall be written in place of the version that was read. */
    static final class Replacement {
        private final int number;
        private final int version;
        private final byte[] data;

        Replacement(BindingShard shard, int version) {
            this.number = shard.number();
            this.version = version;
            this.data = Records.encode(shard);
        }

        int number() {
            return number;
        }

        int octets() {
            return data.length;
        }
    }

    static BitSet all() {
        BitSet all = new BitSet();
        all.set(0, BindingShard.SHARDS);
        return all;
    }

    /** Reads these shards, by number; one that does not exist yet is empty. */
    Map<Integer, Found> read(BitSet numbers) throws Exception {
        TreeMap<Integer, CompletableFuture<Answer>> asked = new TreeMap<>();
        BitSet present = numbers.cardinality() == 1 ? numbers : present();
        for (int number : numbers.stream().toArray()) {
            asked.put(number, present.get(number) ? ask(number) : CompletableFuture.completedFuture(Answer.ABSENT));
        }
        await(CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new)));
        TreeMap<Integer, Found> found = new TreeMap<>();
        asked.forEach((number, answer) -> found.put(number, answer.join().found(number)));
        return found;
    }

    private BitSet present() throws Exception {
        BitSet present = new BitSet();
        try {
            for (String name : client.getChildren().forPath(paths.bindings())) {
                paths.shard(paths.bindings() + "/" + name).ifPresent(present::set);
            }
            return present;
        } catch (KeeperException.NoNodeException noneYet) {
            return present;
        }
    }

    private CompletableFuture<Answer> ask(int number) throws Exception {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        client.getData()
                .inBackground((ignored, event) -> complete(answer, event))
                .forPath(paths.bindings(number));
        return answer;
    }

    private static void complete(CompletableFuture<Answer> answer, CuratorEvent event) {
        KeeperException.Code code = KeeperException.Code.get(event.getResultCode());
        switch (code) {
            case OK -> answer.complete(new Answer(event.getStat().getVersion(), Optional.ofNullable(event.getData())));
            case NONODE -> answer.complete(Answer.ABSENT);
            default -> answer.completeExceptionally(KeeperException.create(code, event.getPath()));
        }
    }

    private void await(CompletableFuture<Void> whole) throws Exception {
        try {
            whole.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KeeperException refusal ? refusal : e;
        } catch (TimeoutException silent) {
            throw KeeperException.create(KeeperException.Code.OPERATIONTIMEOUT, paths.bindings());
        }
    }

    /** All of them or none. False when somebody else has written one of them since. */
    boolean write(List<Replacement> replacements) throws Exception {
        List<CuratorOp> steps = new ArrayList<>();
        for (Replacement next : replacements) {
            steps.add(step(next));
        }
        try {
            client.transaction().forOperations(steps);
            return true;
        } catch (KeeperException.BadVersionException | KeeperException.NodeExistsException somebodyWasFaster) {
            return false;
        }
    }

    private CuratorOp step(Replacement next) throws Exception {
        String path = paths.bindings(next.number);
        return next.version == NO_VERSION
                ? client.transactionOp().create().forPath(path, next.data)
                : client.transactionOp().setData().withVersion(next.version).forPath(path, next.data);
    }

    /** The shard that was found; refuses to go on with one that cannot be read. */
    BindingShard readable(int number, Found found) throws StoreException {
        return found.shard().value().orElseThrow(() -> new StoreException(unreadable(number, found.shard())));
    }

    String unreadable(int number, Decoded<BindingShard> shard) {
        return "the record " + paths.bindings(number) + " in ZooKeeper cannot be read (" + shard.why()
                + "); run the same version on both members, or repair or delete the record";
    }
}
