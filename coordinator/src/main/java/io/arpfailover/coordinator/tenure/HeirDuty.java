package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Optional;

/**
 * What a member owes the holder: an answer to its heartbeats, and what it promised by that.
 *
 * <p>A heartbeat is answered only when its sender is known as the holder of its epoch (rule 11), and not while a call of
 * ours is out. Until then the latest one is held back for a moment, which to its sender is a slow network.
 */
final class HeirDuty {
    private final PromiseTiming timing;
    private final OwnPromise promise = new OwnPromise();
    private final Silence holderSilence;
    private Optional<Heartbeat> held = Optional.empty();
    private MonotonicTime heldUntil = MonotonicTime.NEVER;
    private Optional<Heartbeat> written = Optional.empty();
    private MonotonicTime writtenUntil = MonotonicTime.NEVER;

    HeirDuty(PromiseTiming timing) {
        this.timing = timing;
        this.holderSilence = new Silence(timing.suspicionAfter());
    }

    OwnPromise promise() {
        return promise;
    }

    /** Whether the holder, which holds by our promises, has sent no heartbeat for too long. */
    boolean suspectsHolder() {
        return holderSilence.isTooLong();
    }

    /** A new term began: only another member that holds by our promises owes us heartbeats. */
    void term(Mode mode, boolean ours, MonotonicTime now) {
        if (mode == Mode.PAIRED && !ours) {
            holderSilence.heard(now);
        } else {
            holderSilence.forget();
        }
    }

    /** Nobody may ask for more than the long promise: such a member disagrees about the times, and is told elsewhere. */
    void received(Heartbeat heartbeat, MonotonicTime now) {
        if (heartbeat.promise().compareTo(timing.restart()) <= 0) {
            held = Optional.of(heartbeat);
            heldUntil = now.plus(timing.suspicionAfter());
        }
    }

    /** The heartbeat to answer, while it is worth an answer. */
    Optional<Heartbeat> waiting(MonotonicTime now) {
        return held.filter(heartbeat -> now.isBefore(heldUntil));
    }

    /** Promises what it asks for, from now on; a long promise is written down before its ack leaves (rule 8). */
    List<TenureEffect> answer(Heartbeat heartbeat, MonotonicTime now) {
        held = Optional.empty();
        holderSilence.heard(now);
        if (heartbeat.promise().compareTo(timing.promise()) <= 0) {
            return promised(heartbeat, end(heartbeat, now));
        }
        if (written.equals(Optional.of(heartbeat))) {
            return List.of(); // Its copy on another path.
        }
        written = Optional.of(heartbeat);
        writtenUntil = end(heartbeat, now);
        return List.of(new TenureEffect.KeepPromise(heartbeat, writtenUntil));
    }

    /**
     * The long promise is written down, this one or, on a slow disk, an earlier one. It counts from when it was asked
     * for, as the file says, and not from when the disk was ready; what is nearly over by then is not given any more.
     */
    List<TenureEffect> answerWritten(Heartbeat heartbeat, MonotonicTime now) {
        if (written.isEmpty() || !now.plus(timing.suspicionAfter()).isBefore(writtenUntil)) {
            return List.of();
        }
        return promised(heartbeat, writtenUntil);
    }

    private List<TenureEffect> promised(Heartbeat heartbeat, MonotonicTime until) {
        promise.keepUntil(until);
        return List.of(new TenureEffect.SendAck(Ack.of(heartbeat)));
    }

    private static MonotonicTime end(Heartbeat heartbeat, MonotonicTime now) {
        return now.plus(PromiseTiming.kept(heartbeat.promise()));
    }

    MonotonicTime nextTimeout() {
        return MonotonicTime.earliest(promise.nextTimeout(), holderSilence.nextTimeout());
    }

    void onTimeout(MonotonicTime now) {
        promise.onTimeout(now);
        // A heir that was frozen itself finds the holder's heartbeats in its queue, behind this turn.
        holderSilence.excuseLateTurn(timing.heartbeatEvery(), timing.heartbeatEvery(), now);
        holderSilence.onTimeout(now);
    }
}
