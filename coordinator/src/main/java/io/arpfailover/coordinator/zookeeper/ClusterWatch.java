package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Persistent watches on tenure, members and intent, and the reads they cause.
 *
 * <p>Not Curator's CuratorCache: that stays silent after a reconnection when nothing changed, where the protocol wants
 * to hear the present version again, and it reads through whatever session is current. These reads run in the session
 * that also writes, so that ZooKeeper orders them with the writes.
 */
final class ClusterWatch {
    private final ClusterPaths paths;
    private final StoreListener listener;
    private final Remedy remedy;
    private final Runnable membersChanged;
    private final AtomicLong memberReads = new AtomicLong();
    /** Only the registration's thread starts watches. */
    private Optional<Watchers> watchers = Optional.empty();

    private record Watchers(ZooKeeper handle, Watcher tenure, Watcher intent, Watcher members) {}

    /**
     * Watches once {@link #start} is called.
     *
     * @param membersChanged called on ZooKeeper's event thread when a member came or went
     */
    ClusterWatch(ClusterPaths paths, StoreListener listener, Remedy remedy, Runnable membersChanged) {
        this.paths = paths;
        this.listener = listener;
        this.remedy = remedy;
        this.membersChanged = membersChanged;
    }

    /**
     * Watches in this session. A watch tells nothing of the time before: {@link #readAll} does. May be repeated: the
     * client keeps a set of watchers for each path, so one session must always bring the same ones.
     */
    void start(Session session) {
        if (watchers.isEmpty() || watchers.get().handle() != session.handle()) {
            watchers = Optional.of(new Watchers(
                    session.handle(),
                    onNodes(event -> readTenure(session)),
                    onNodes(event -> readIntent(session)),
                    onNodes(event -> memberEvent(session, event))));
        }
        watch(session, paths.tenure(), AddWatchMode.PERSISTENT, watchers.get().tenure());
        watch(session, paths.intent(), AddWatchMode.PERSISTENT, watchers.get().intent());
        watch(
                session,
                paths.members(),
                AddWatchMode.PERSISTENT_RECURSIVE,
                watchers.get().members());
    }

    void readAll(Session session) {
        readTenure(session);
        readIntent(session);
        readMembers(session);
    }

    /** A watcher of nodes alone: what it is told of the connection is told elsewhere. */
    static Watcher onNodes(Watcher react) {
        return event -> {
            if (event.getType() != Watcher.Event.EventType.None) {
                react.process(event);
            }
        };
    }

    private void watch(Session session, String path, AddWatchMode mode, Watcher watcher) {
        session.handle().addWatch(path, watcher, mode, (code, ignored, context) -> check("watch " + path, code), null);
    }

    private void memberEvent(Session session, WatchedEvent event) {
        readMembers(session);
        if (event.getType() != Watcher.Event.EventType.NodeDataChanged) {
            membersChanged.run();
        }
    }

    /** Reads the tenure in this session, and reports it. */
    void readTenure(Session session) {
        read(session, paths.tenure(), (stat, data) -> {
            if (stat.isEmpty()) {
                listener.failed("the tenure of cluster " + paths.cluster() + " (" + paths.tenure()
                        + ") was deleted; stop both agents, then start them again");
                return;
            }
            report(paths.tenure(), Records.tenure(data))
                    .ifPresent(tenure -> listener.tenure(
                            new VersionedTenure(tenure, stat.get().getVersion())));
        });
    }

    private void readIntent(Session session) {
        read(session, paths.intent(), (stat, data) -> {
            if (stat.isEmpty()) {
                listener.intent(Intent.NONE);
            } else {
                report(paths.intent(), Records.intent(data)).ifPresent(listener::intent);
            }
        });
    }

    /** Reads all members; a read that another one overtook is dropped, so that lists never arrive out of order. */
    private void readMembers(Session session) {
        long read = memberReads.incrementAndGet();
        session.handle()
                .getChildren(
                        paths.members(),
                        false,
                        (code, path, context, nodes) -> {
                            if (check("read " + path, code) && memberReads.get() == read) {
                                new MemberRead(session, read, nodes == null ? List.of() : nodes).next();
                            }
                        },
                        null);
    }

    /** Reads the members of one list, one after the other: there are two. */
    private final class MemberRead {
        private final Session session;
        private final long read;
        private final List<String> nodes;
        private final TreeMap<String, Member> found = new TreeMap<>();
        private int done;

        MemberRead(Session session, long read, List<String> nodes) {
            this.session = session;
            this.read = read;
            this.nodes = nodes;
        }

        void next() {
            if (memberReads.get() != read) {
                return;
            }
            if (done == nodes.size()) {
                listener.members(List.copyOf(found.values()));
                return;
            }
            String node = nodes.get(done++);
            String path = paths.members() + "/" + node;
            ClusterWatch.this.read(session, path, (stat, data) -> {
                if (stat.isPresent()) {
                    report(path, Records.member(data)).ifPresent(member -> found.put(node, member));
                }
                next();
            });
        }
    }

    /** Hands over the node's data, or no stat when there is no such node; nothing when the connection is lost. */
    private void read(Session session, String path, BiConsumer<Optional<Stat>, byte[]> use) {
        session.handle()
                .getData(
                        path,
                        false,
                        (code, ignored, context, data, stat) -> {
                            if (KeeperException.Code.get(code) == KeeperException.Code.NONODE) {
                                use.accept(Optional.empty(), new byte[0]);
                            } else if (check("read " + path, code)) {
                                use.accept(Optional.of(stat), data == null ? new byte[0] : data);
                            }
                        },
                        null);
    }

    private <T> Optional<T> report(String path, Decoded<T> record) {
        if (record.value().isEmpty()) {
            listener.failed("the record " + path + " in ZooKeeper cannot be read (" + record.why()
                    + "); run the same version on both members, or repair the record");
        }
        return record.value();
    }

    /** Whether a call succeeded. A lost connection is no failure to report: everything is read again after it. */
    private boolean check(String doing, int code) {
        KeeperException.Code outcome = KeeperException.Code.get(code);
        switch (outcome) {
            case OK, CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED -> {}
            default -> listener.failed(remedy.line(doing, outcome));
        }
        return outcome == KeeperException.Code.OK;
    }
}
