package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.election.Candidate;
import io.arpfailover.coordinator.election.GroupName;
import io.arpfailover.coordinator.election.Turn;
import io.arpfailover.coordinator.election.TurnAnswer;
import io.arpfailover.coordinator.election.TurnEffect;
import io.arpfailover.coordinator.election.TurnProtocol;
import io.arpfailover.coordinator.election.TurnTiming;
import io.arpfailover.coordinator.election.VersionedTurn;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Turns among the candidates of a group: one record, replaced by compare-and-set.
 *
 * <p>Writes go to a session's own handle and never to Curator, which may repeat them or carry them over.
 */
final class GroupTurns implements TurnSource, TurnLoop.Machine, TurnEffect.Performer {
    private static final long MILLIS_TO_LEAVE = 1000;

    private final String path;
    private final CuratorFramework client;
    private final TurnListener listener;
    private final TurnFailures failures;
    private final TurnProtocol protocol;
    private final TurnLoop loop;
    private final TurnTiming timing;
    private final CountDownLatch left = new CountDownLatch(1);
    private final Watcher watcher = ClusterWatch.onNodes(event -> readLater());
    /** Only the loop's thread touches it. */
    private Optional<ZooKeeper> session = Optional.empty();

    GroupTurns(
            CuratorFramework client,
            GroupName group,
            Candidate self,
            TurnTiming timing,
            Clock clock,
            TurnListener listener,
            TurnFailures failures) {
        this.path = ClusterPaths.ROOT + "/proxies/" + group;
        this.client = client;
        this.listener = listener;
        this.failures = failures;
        this.timing = timing;
        this.protocol = new TurnProtocol(self, timing);
        this.loop = new TurnLoop(clock, this, this);
    }

    @Override
    public void connected(ZooKeeper handle) {
        try {
            client.create()
                    .creatingParentsIfNeeded()
                    .inBackground((ignored, made) -> {
                        failures.report("make " + path, KeeperException.Code.get(made.getResultCode()));
                        loop.post(now -> watched(handle, now));
                    })
                    .forPath(path, Records.encode(Turn.NONE));
        } catch (Exception e) {
            failures.report("cannot make " + path + " in ZooKeeper: " + e.getMessage());
        }
    }

    private List<TurnEffect> watched(ZooKeeper handle, MonotonicTime now) {
        session = Optional.of(handle);
        handle.addWatch(
                path, watcher, AddWatchMode.PERSISTENT, (code, ignored, context) -> reported("watch", code), null);
        return protocol.connected(now);
    }

    @Override
    public void read(TurnEffect.Read effect) {
        session.ifPresent(handle -> handle.getData(
                path,
                false,
                (code, ignored, context, data, stat) -> {
                    if (reported("read", code)) {
                        seen(data, stat);
                    }
                },
                null));
    }

    @Override
    public void write(TurnEffect.Write effect) {
        loop.postAfter(timing.length(), now -> protocol.answered(effect.call(), new TurnAnswer.Unknown("late"), now));
        if (session.isEmpty()) {
            return;
        }
        session.get()
                .setData(
                        path,
                        Records.encode(effect.next()),
                        effect.expected().version(),
                        (code, ignored, context, stat) -> {
                            reported("write", code);
                            TurnAnswer answer = meaning(code, effect, Optional.ofNullable(stat));
                            loop.post(now -> protocol.answered(effect.call(), answer, now));
                        },
                        null);
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
        left.countDown();
    }

    @Override
    public MonotonicTime nextTimeout() {
        return protocol.nextTimeout();
    }

    @Override
    public List<TurnEffect> onTimeout(MonotonicTime now) {
        return protocol.onTimeout(now);
    }

    @Override
    public void close() {
        loop.post(protocol::leave);
        try {
            boolean unused = left.await(MILLIS_TO_LEAVE, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.close();
    }

    private void readLater() {
        loop.post(now -> List.of(new TurnEffect.Read()));
    }

    private void seen(byte[] data, Stat stat) {
        Decoded<Turn> turn = Records.turn(data);
        turn.value()
                .ifPresentOrElse(
                        value -> loop.post(now ->
                                protocol.seen(new VersionedTurn(value, stat.getCzxid(), stat.getVersion()), now)),
                        () -> failures.report("the record " + path + " in ZooKeeper cannot be read (" + turn.why()
                                + "); run the same version everywhere, or delete the record"));
    }

    private static TurnAnswer meaning(int code, TurnEffect.Write effect, Optional<Stat> stat) {
        return switch (KeeperException.Code.get(code)) {
            case OK ->
                new TurnAnswer.Applied(new VersionedTurn(
                        effect.next(),
                        stat.orElseThrow().getCzxid(),
                        stat.orElseThrow().getVersion()));
            case BADVERSION -> new TurnAnswer.Stale();
            default -> new TurnAnswer.Unknown(KeeperException.Code.get(code).toString());
        };
    }

    private boolean reported(String doing, int code) {
        KeeperException.Code outcome = KeeperException.Code.get(code);
        failures.report(doing + " " + path, outcome);
        return outcome == KeeperException.Code.OK;
    }
}
