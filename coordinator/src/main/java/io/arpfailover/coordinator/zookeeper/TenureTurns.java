package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.election.NamedTurn;
import io.arpfailover.coordinator.election.TurnEffect;
import io.arpfailover.coordinator.election.TurnTiming;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/** Turns as the tenure of a cluster decides them. Reads and watches it, and writes nothing. */
final class TenureTurns implements TurnSource, TurnLoop.Machine, TurnEffect.Performer {
    private final String path;
    private final ClusterName cluster;
    private final NodeName node;
    private final Clock clock;
    private final TurnListener listener;
    private final TurnFailures failures;
    private final NamedTurn turn;
    private final TurnLoop loop;
    private final Watcher watcher = ClusterWatch.onNodes(event -> changedLater());
    /** Only the loop's thread touches it. */
    private Optional<ZooKeeper> session = Optional.empty();

    TenureTurns(
            ClusterName cluster,
            NodeName node,
            TurnTiming timing,
            Clock clock,
            TurnListener listener,
            TurnFailures failures) {
        this.path = new ClusterPaths(cluster).tenure();
        this.cluster = cluster;
        this.node = node;
        this.clock = clock;
        this.listener = listener;
        this.failures = failures;
        this.turn = new NamedTurn(timing);
        this.loop = new TurnLoop(clock, this, this);
    }

    @Override
    public void connected(ZooKeeper handle) {
        loop.post(now -> {
            session = Optional.of(handle);
            handle.addWatch(
                    path,
                    watcher,
                    AddWatchMode.PERSISTENT,
                    (code, ignored, context) -> failures.report("watch " + path, KeeperException.Code.get(code)),
                    null);
            return turn.changed(now);
        });
    }

    /** Only what the leader has read proves that nobody else was named meanwhile: hence the sync before it. */
    @Override
    public void read(TurnEffect.Read effect) {
        if (session.isEmpty()) {
            return;
        }
        MonotonicTime left = clock.now();
        session.get().sync(path, (code, ignored, context) -> {}, null);
        session.get().getData(path, false, (code, ignored, context, data, stat) -> answered(left, code, data), null);
    }

    private void answered(MonotonicTime left, int code, byte[] data) {
        KeeperException.Code outcome = KeeperException.Code.get(code);
        if (outcome == KeeperException.Code.NONODE) {
            failures.report("there is no cluster " + cluster + " in ZooKeeper; name the one that the agents'"
                    + " configurations name, and start them");
            loop.post(turn::unreadable);
        } else if (outcome != KeeperException.Code.OK) {
            failures.report("read " + path, outcome);
        } else {
            seen(left, Records.tenure(data));
        }
    }

    private void seen(MonotonicTime left, Decoded<Tenure> tenure) {
        if (tenure.value().isEmpty()) {
            failures.report("the record " + path + " in ZooKeeper cannot be read (" + tenure.why()
                    + "); run the same version everywhere");
            loop.post(turn::unreadable);
            return;
        }
        Tenure now = tenure.value().get();
        loop.post(at -> turn.seen(left, now.isHeldBy(node), now.epoch(), at));
    }

    @Override
    public void write(TurnEffect.Write effect) {
        throw new IllegalStateException("who follows a tenure writes nothing: " + effect);
    }

    @Override
    public void oursUntil(TurnEffect.OursUntil effect) {
        listener.oursUntil(effect.until(), effect.began());
    }

    @Override
    public void over(TurnEffect.Over effect) {
        listener.over(effect.cause());
    }

    @Override
    public void left(TurnEffect.Left effect) {
        throw new IllegalStateException("who follows a tenure does not leave it: " + effect);
    }

    @Override
    public MonotonicTime nextTimeout() {
        return turn.nextTimeout();
    }

    @Override
    public List<TurnEffect> onTimeout(MonotonicTime now) {
        return turn.onTimeout(now);
    }

    @Override
    public void close() {
        loop.close();
    }

    private void changedLater() {
        loop.post(turn::changed);
    }
}
