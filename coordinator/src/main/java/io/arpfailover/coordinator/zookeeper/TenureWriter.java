package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.data.ACL;

/**
 * The compare-and-set of the tenure: the only write a lease may rest on.
 *
 * <p>It goes to the very handle, and so the very session, that owns our member node; it is never handed to Curator,
 * which may carry a waiting operation over into the next session, or repeat it. Why that matters: the heir proves
 * our death by the absence of our member node. A write of ours that takes effect after that node has gone would give
 * us a lease while the heir, which saw no node, has one too. In its own session it cannot: ZooKeeper orders the end
 * of a session, the removal of its nodes and its writes, and a session that has ended writes nothing more. The first
 * step, a check that our member node exists, covers the one case left: somebody removed the node by hand.
 *
 * <p>ZooKeeper's own client does keep a write that meets a broken connection and sends it when the <em>same</em>
 * session is connected again, or drops it when the session has ended. Either is harmless for the same reason, and
 * the caller counts the lease from before the call.
 */
final class TenureWriter {
    /** Far more than the protocol keeps in flight, which is one or two. */
    private static final int MOST_IN_FLIGHT = 16;

    /** No record ever has it, and it does not mean "any" either. */
    private static final int IMPOSSIBLE_VERSION = -2;

    private static final int TENURE_STEP = 1;
    private static final int PROOF_STEP = 2;

    private final ClusterPaths paths;
    private final List<ACL> rights;
    private final StoreListener listener;
    private final Registration registration;
    private final StoreTimer timer;
    private final Clock clock = Clock.system();
    private final Semaphore room = new Semaphore(MOST_IN_FLIGHT);

    TenureWriter(
            ClusterPaths paths, List<ACL> rights, StoreListener listener, Registration registration, StoreTimer timer) {
        this.paths = paths;
        this.rights = rights;
        this.listener = listener;
        this.registration = registration;
        this.timer = timer;
    }

    void compareAndSet(long callId, int expectedVersion, Tenure next, Optional<NodeName> provenAbsent) {
        compareAndSet(expectedVersion, next, provenAbsent, answer -> listener.answered(callId, answer));
    }

    /**
     * One that cannot take effect and is answered to nobody: the first claim of a process would otherwise load classes
     * while nobody serves.
     */
    void rehearse() {
        compareAndSet(IMPOSSIBLE_VERSION, Tenure.NONE, Optional.empty(), nobodyAsked -> {});
    }

    private void compareAndSet(
            int expectedVersion, Tenure next, Optional<NodeName> provenAbsent, Consumer<Answer> asker) {
        Optional<Session> session = registration.session().filter(Session::isConnected);
        if (session.isEmpty()) {
            asker.accept(new Answer.Unknown("not sent: not registered in a connected session"));
        } else if (!room.tryAcquire()) {
            asker.accept(new Answer.Unknown("not sent: " + MOST_IN_FLIGHT + " calls are unanswered"));
        } else {
            send(session.get(), next, steps(expectedVersion, next, provenAbsent), asker);
        }
    }

    /** The proof is a node that can be created only if it is not there, and is gone again before anyone sees it. */
    private List<Op> steps(int expectedVersion, Tenure next, Optional<NodeName> provenAbsent) {
        List<Op> steps = new ArrayList<>();
        steps.add(Op.check(paths.member(registration.self().orElseThrow()), -1));
        steps.add(Op.setData(paths.tenure(), Records.encode(next), expectedVersion));
        provenAbsent.map(paths::member).ifPresent(other -> {
            steps.add(Op.create(other, new byte[0], rights, CreateMode.PERSISTENT));
            steps.add(Op.delete(other, -1));
        });
        return steps;
    }

    private void send(Session session, Tenure next, List<Op> steps, Consumer<Answer> asker) {
        AtomicBoolean open = new AtomicBoolean(true);
        Duration limit = limit(session.timeout());
        Runnable cancelDeadline = timer.after(
                limit, () -> answer(open, asker, new Answer.Unknown("no answer within " + limit.toMillis() + " ms")));
        MonotonicTime sent = clock.now();
        session.handle()
                .multi(
                        steps,
                        (code, path, context, results) -> {
                            cancelDeadline.run();
                            listener.took(StoreCall.TENURE, sent.until(clock.now()));
                            answer(open, asker, meaning(code, Optional.ofNullable(results), next));
                        },
                        null);
    }

    /** The client itself gives a silent connection up after two thirds of the session; no call is worth more. */
    private static Duration limit(Duration session) {
        return session.multipliedBy(2).dividedBy(3);
    }

    private void answer(AtomicBoolean open, Consumer<Answer> asker, Answer answer) {
        if (open.compareAndSet(true, false)) {
            room.release();
            asker.accept(answer);
        }
    }

    private static Answer meaning(int code, Optional<List<OpResult>> results, Tenure next) {
        KeeperException.Code outcome = KeeperException.Code.get(code);
        if (outcome == KeeperException.Code.OK
                && results.isPresent()
                && results.get().get(TENURE_STEP) instanceof OpResult.SetDataResult written) {
            return new Answer.Applied(
                    new VersionedTenure(next, written.getStat().getVersion()));
        }
        if (results.isPresent() && failedAt(results.get(), TENURE_STEP, KeeperException.Code.BADVERSION)) {
            return new Answer.Refused(Answer.Refusal.STALE);
        }
        if (results.isPresent() && failedAt(results.get(), PROOF_STEP, KeeperException.Code.NODEEXISTS)) {
            return new Answer.Refused(Answer.Refusal.HOLDER_PRESENT);
        }
        return new Answer.Unknown(outcome.toString());
    }

    private static boolean failedAt(List<OpResult> results, int step, KeeperException.Code code) {
        return results.size() > step
                && results.get(step) instanceof OpResult.ErrorResult error
                && error.getErr() == code.intValue();
    }
}
