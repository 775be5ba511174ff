package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A member's part as holder: the lease it has, or seeks, and the heartbeats by which it asks the heir for promises. */
final class Holding {
    /** So many heartbeats in a row are answered before the lease is rested on them: one T. */
    private static final int ANSWERS_BEFORE_PAIRING = 5;

    /** Whether heartbeats can be sent. */
    private final boolean hasPeer;

    private final Lease lease = new Lease();
    private final Heartbeats heartbeats;
    private final Silence heirSilence;
    private final PairingPatience patience = new PairingPatience();
    private boolean seeking;

    Holding(PromiseTiming timing, boolean hasPeer) {
        this.hasPeer = hasPeer;
        this.heartbeats = new Heartbeats(timing);
        this.heirSilence = new Silence(timing.suspicionAfter());
    }

    boolean hasPeer() {
        return hasPeer;
    }

    boolean isLeased() {
        return lease.isLive();
    }

    /** When the lease ends, if there is one. */
    Optional<MonotonicTime> leaseEnd() {
        return lease.isLive() ? Optional.of(lease.end()) : Optional.empty();
    }

    /** Whether a lease is wanted, or there is one to keep. */
    boolean isWanted() {
        return seeking || lease.isLive();
    }

    /** Whether what was asked for may earn a lease: since the claim, until the lease is over. */
    boolean isSought() {
        return seeking;
    }

    /** Whether the heir answers. */
    boolean isAnswered() {
        return heirSilence.isExpected() && !heirSilence.isTooLong() && heartbeats.answeredInARow() > 0;
    }

    /** Whether no promise may be left to rest a lease on: nobody has answered for T/2, or nobody could. */
    boolean isAlone() {
        return !hasPeer || heirSilence.isTooLong();
    }

    /** Whether the heir answers so well that the lease may rest on its promises. */
    boolean mayPair(MonotonicTime now) {
        return patience.isOver(now) && heartbeats.answeredInARow() >= ANSWERS_BEFORE_PAIRING;
    }

    MonotonicTime nextTimeout() {
        MonotonicTime next = MonotonicTime.earliest(lease.end(), heartbeats.nextTimeout());
        return MonotonicTime.earliest(next, heirSilence.nextTimeout());
    }

    /** What a late turn finds over; comes before anything else (rule 10). */
    List<TenureEffect> onTimeout(MonotonicTime now) {
        heirSilence.onTimeout(now);
        if (heirSilence.isTooLong()) {
            heartbeats.silence();
        }
        return now.hasReached(lease.end()) ? end("it ran out before anybody confirmed it") : List.of();
    }

    List<TenureEffect> heartbeatsDue(long epoch, MonotonicTime now) {
        List<TenureEffect> due = new ArrayList<>();
        heartbeats
                .onTimeout(epoch, lease.isLive(), now)
                .forEach(heartbeat -> due.add(new TenureEffect.SendHeartbeat(heartbeat)));
        return due;
    }

    void seek() {
        seeking = true;
    }

    void beginHeartbeats(MonotonicTime now) {
        if (hasPeer) {
            heartbeats.begin(now);
            heirSilence.heard(now);
        }
    }

    void askLong(MonotonicTime now) {
        heartbeats.askLong(now);
    }

    /** The pair has parted. */
    void parted(MonotonicTime now) {
        patience.parted(now);
    }

    /** The heir runs anew: it was silent because it was not there. */
    void forgive() {
        patience.forgive();
    }

    /** ZooKeeper's answer is worth a lease until then. */
    List<TenureEffect> earned(MonotonicTime until) {
        return lease.extendTo(until);
    }

    /** Until when a lease may last by this ack; empty when it is worth nothing, or no lease is wanted. */
    Optional<MonotonicTime> worth(Ack ack, MonotonicTime now) {
        return heartbeats.worth(ack, now).filter(until -> isWanted());
    }

    /** The heir has promised until then. */
    List<TenureEffect> promised(MonotonicTime until, MonotonicTime now) {
        heirSilence.heard(now);
        return lease.extendByPromise(until);
    }

    /** From now on the lease rests on promises alone (rule 4); without one it is over, for this cause. */
    List<TenureEffect> restOnPromises(String cause, MonotonicTime now) {
        return lease.replaceByPromise(cause, now);
    }

    /** A claim has failed, or the session it rested on has ended: unless there is a lease all the same, it was in vain. */
    void stopUnlessLeased() {
        if (!lease.isLive()) {
            stopSeeking();
        }
    }

    List<TenureEffect> end(String cause) {
        stopSeeking();
        return lease.over(cause);
    }

    private void stopSeeking() {
        seeking = false;
        heartbeats.stop();
        heirSilence.forget();
    }
}
