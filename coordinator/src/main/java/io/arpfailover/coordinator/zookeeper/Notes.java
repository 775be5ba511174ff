package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Move;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** Intent and history of one cluster: records no lease rests on. Waits for ZooKeeper; for threads that may. */
final class Notes {
    static final int MOST_MOVES = 100;
    private static final int ROUNDS = 16;

    private final CuratorFramework client;
    private final ClusterPaths paths;

    Notes(CuratorFramework client, ClusterPaths paths) {
        this.client = client;
        this.paths = paths;
    }

    Optional<Decoded<Intent>> intent() throws Exception {
        return data(paths.intent(), new Stat()).map(Records::intent);
    }

    /** Compare-and-set, until nobody wrote in between. Returns what was written. */
    Intent changeIntent(UnaryOperator<Intent> change) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Stat stat = new Stat();
            Optional<byte[]> before = data(paths.intent(), stat);
            Intent after = change.apply(before.isEmpty() ? Intent.NONE : readable(before.get()));
            if (replaced(before.isPresent(), stat.getVersion(), Records.encode(after))) {
                return after;
            }
        }
        throw new StoreException(paths.intent() + " was changed by others " + ROUNDS + " times in a row; try again");
    }

    private Intent readable(byte[] data) throws StoreException {
        Decoded<Intent> intent = Records.intent(data);
        return intent.value()
                .orElseThrow(() -> new StoreException("the record " + paths.intent() + " in ZooKeeper cannot be read ("
                        + intent.why() + "); repair or delete it"));
    }

    private boolean replaced(boolean exists, int version, byte[] data) throws Exception {
        try {
            if (exists) {
                client.setData().withVersion(version).forPath(paths.intent(), data);
            } else {
                client.create().forPath(paths.intent(), data);
            }
            return true;
        } catch (KeeperException.BadVersionException
                | KeeperException.NodeExistsException
                | KeeperException.NoNodeException somebodyWasFaster) {
            return false;
        }
    }

    /** One entry per epoch: the second one of an epoch, with more phases in it, takes the place of the first. */
    void append(Move move) throws Exception {
        String path = paths.history(move.epoch());
        byte[] data = Records.encode(move);
        try {
            client.create().forPath(path, data);
        } catch (KeeperException.NodeExistsException known) {
            client.setData().forPath(path, data);
        }
        List<String> entries = entries();
        for (String oldest : entries.subList(0, Math.max(0, entries.size() - MOST_MOVES))) {
            remove(paths.history() + "/" + oldest);
        }
    }

    private void remove(String path) throws Exception {
        try {
            client.delete().forPath(path);
        } catch (KeeperException.NoNodeException theOtherMemberTrimsToo) {
            return;
        }
    }

    /** The moves that can be read, oldest first. */
    List<Move> history() throws Exception {
        List<Move> moves = new ArrayList<>();
        for (String entry : entries()) {
            data(paths.history() + "/" + entry, new Stat())
                    .flatMap(data -> Records.move(data).value())
                    .ifPresent(moves::add);
        }
        return List.copyOf(moves);
    }

    /** The last move that can be read. */
    Optional<Move> newest() throws Exception {
        List<String> entries = entries();
        Collections.reverse(entries);
        for (String entry : entries) {
            Optional<Move> move = data(paths.history() + "/" + entry, new Stat())
                    .flatMap(data -> Records.move(data).value());
            if (move.isPresent()) {
                return move;
            }
        }
        return Optional.empty();
    }

    private List<String> entries() throws Exception {
        try {
            List<String> entries = new ArrayList<>(client.getChildren().forPath(paths.history()));
            Collections.sort(entries);
            return entries;
        } catch (KeeperException.NoNodeException noneYet) {
            return new ArrayList<>();
        }
    }

    /** A node's data, and its stat in {@code stat}; empty when there is no such node. */
    Optional<byte[]> data(String path, Stat stat) throws Exception {
        try {
            byte[] data = client.getData().storingStatIn(stat).forPath(path);
            return Optional.of(data == null ? new byte[0] : data);
        } catch (KeeperException.NoNodeException absent) {
            return Optional.empty();
        }
    }
}
