package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.NodeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notes of agents that may not join: ours, which we leave, and others', which we tell of once we are in.
 *
 * <p>When two members disagree, only the later one can be refused, but either may be the one to correct. A note is
 * ephemeral: it goes with the session of the agent that left it.
 */
final class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);
    /** A cluster has two members; more strangers at its door than this are not told apart. */
    private static final int MOST_NOTES = 8;

    private final ClusterPaths paths;
    private final List<ACL> rights;
    private final StoreListener listener;
    private final Predicate<Session> isMember;
    /** What was told of each node whose note is still there; guarded by this. */
    private final Map<String, String> told = new HashMap<>();
    /** The one in which a watch is set; only the registration's thread sets one. */
    private Optional<ZooKeeper> watched = Optional.empty();

    private boolean left;

    /**
     * @param isMember whether we are a member in this session: what keeps another out is no concern of one who is out
     */
    Refusals(ClusterPaths paths, List<ACL> rights, StoreListener listener, Predicate<Session> isMember) {
        this.paths = paths;
        this.rights = rights;
        this.listener = listener;
        this.isMember = isMember;
    }

    /** Watches in this session, once. */
    void watch(Session session) {
        if (watched.filter(session.handle()::equals).isPresent()) {
            return;
        }
        watched = Optional.of(session.handle());
        Watcher onNotes = ClusterWatch.onNodes(event -> read(session));
        session.handle()
                .addWatch(
                        paths.refused(),
                        onNotes,
                        AddWatchMode.PERSISTENT_RECURSIVE,
                        (code, path, context) -> log.debug("watch={} code={}", path, code),
                        null);
    }

    /** Leaves our note, in place of one of our earlier run. Waits for ZooKeeper; only on the registration's thread. */
    void leave(Session session, Refusal ours) throws InterruptedException {
        String path = paths.refused(ours.node());
        left = true;
        remove(session, path);
        try {
            session.handle().create(path, Records.encode(ours), rights, CreateMode.EPHEMERAL);
        } catch (KeeperException notTold) {
            // Our own log has it; and after a lost connection it is left anew.
            log.debug("path={} state=not-written", path, notTold);
        }
    }

    /** Takes our note back, if we left one. Waits for ZooKeeper; only on the registration's thread. */
    void takeBack(Session session, NodeName self) throws InterruptedException {
        if (left) {
            left = false;
            remove(session, paths.refused(self));
        }
    }

    private static void remove(Session session, String path) throws InterruptedException {
        try {
            session.handle().delete(path, -1);
        } catch (KeeperException notThere) {
            log.debug("path={} state=not-removed", path, notThere);
        }
    }

    /** Reads the notes, and tells of those that are new. Does not wait. */
    void read(Session session) {
        session.handle()
                .getChildren(
                        paths.refused(),
                        false,
                        (code, path, context, nodes) -> {
                            if (nodes != null) {
                                forgetAllBut(nodes);
                                nodes.stream().limit(MOST_NOTES).forEach(node -> readNote(session, node));
                            }
                        },
                        null);
    }

    private void readNote(Session session, String node) {
        session.handle()
                .getData(
                        paths.refused() + "/" + node,
                        false,
                        (code, path, context, data, stat) -> {
                            if (data != null && isTellable(session, stat)) {
                                Records.refusal(data).value().ifPresent(this::tell);
                            }
                        },
                        null);
    }

    private boolean isTellable(Session session, Stat stat) {
        return stat.getEphemeralOwner() != session.id() && isMember.test(session);
    }

    private synchronized void forgetAllBut(List<String> nodes) {
        told.keySet().retainAll(nodes);
    }

    private void tell(Refusal refusal) {
        if (isNews(refusal)) {
            listener.failed("server " + refusal.node() + " asks to join and is refused; it says: " + refusal.why());
        }
    }

    private synchronized boolean isNews(Refusal refusal) {
        return !refusal.why().equals(told.put(refusal.node().text(), refusal.why()));
    }
}
