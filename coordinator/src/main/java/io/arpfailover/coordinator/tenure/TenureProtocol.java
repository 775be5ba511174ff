package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.tenure.Calls.Call;
import io.arpfailover.coordinator.tenure.Calls.Purpose;
import io.arpfailover.coordinator.tenure.TenureEffect.CompareAndSet;
import io.arpfailover.coordinator.tenure.TenureEffect.Reread;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One member's part in the contest for the tenure, and the lease it earns by it.
 *
 * <p>A lease is earned in one of two ways. By the other member's promise: worth what it promised, counted from when the
 * heartbeat left that asked for it. By ZooKeeper: a successful compare-and-set that makes the tenure SOLO, worth
 * {@link #leaseLength} counted from when the call left, renewed every third of that. It does no I/O and reads no clock;
 * see the package for the picture and the rules. The caller claims when the addresses are free on the wire.
 */
public final class TenureProtocol {
    /**
     * A lease on ZooKeeper is this part of the session it rests on.
     *
     * <p>In an ensemble the leader ends sessions, and learns of a client's calls from the follower it talks to, with the
     * next ping. A follower that dies before takes the news along: the leader then counts from the client's activity
     * before, up to a third of a session earlier (measured: the member node gone 0.72 of a session after the renewal
     * left). Two thirds remain, less room for clocks that differ by 1 % in speed.
     */
    private static final double LEASE_PER_SESSION = 0.65;

    /** How often a record that may be out of date is read again while nothing arrives: this part of the lease. */
    private static final int REREADS_PER_LEASE = 10;

    private static final int RENEWALS_PER_LEASE = 3;

    /** So many heartbeats in a row are answered before the lease is rested on them: one T. */
    private static final int ANSWERS_BEFORE_PAIRING = 5;

    /** Where this member stands towards the tenure. */
    public enum Standing {
        /** Nothing certain is known: no session, nothing read yet, or a call whose answer was lost. */
        UNCERTAIN,
        /** Nobody has ever held it. */
        VACANT,
        /** Another member holds it, and may be alive. */
        HELD_BY_OTHER,
        /** Another member holds it by our promises, and has sent no heartbeat for T/2. */
        SUSPECTED,
        /** Another member holds it and cannot have a lease: its session has ended, or our last promise to it has. */
        ABANDONED,
        /** It names us, but we have no lease: the kernel passes nothing. */
        NAMED,
        /** It names us and we hold a lease. */
        LEASED
    }

    private record HandOver(NodeName to, String why) {}

    private final NodeName self;
    /** Whether heartbeats can be sent; promises are kept in any case. */
    private final boolean hasPeer;

    private final Knowledge knowledge;
    private final HeirDuty duty;
    private final Lease lease = new Lease();
    private final Heartbeats heartbeats;
    private final Silence heirSilence;
    private final PairingPatience pairing = new PairingPatience();
    private final Calls calls = new Calls();

    private Duration leaseLength = Duration.ZERO;
    private boolean seeking;
    private boolean lostBefore;
    private Optional<HandOver> handingOver = Optional.empty();
    private MonotonicTime renewAt = MonotonicTime.NEVER;
    private MonotonicTime rereadAt = MonotonicTime.NEVER;

    /**
     * Promises everything to everybody until {@link #restarted} says what was really promised.
     *
     * @param hasPeer whether this member can send heartbeats; without, its leases rest on ZooKeeper alone
     */
    public TenureProtocol(NodeName self, PromiseTiming timing, boolean hasPeer) {
        this.self = self;
        this.hasPeer = hasPeer;
        this.knowledge = new Knowledge(self, hasPeer ? PromiseTiming.kept(timing.restart()) : Duration.ZERO);
        this.duty = new HeirDuty(timing);
        this.heartbeats = new Heartbeats(timing);
        this.heirSilence = new Silence(timing.suspicionAfter());
    }

    /** How long a lease lasts that rests on a session of this length (TZ of S). */
    public static Duration leaseLength(Duration session) {
        return Duration.ofNanos((long) (session.toNanos() * LEASE_PER_SESSION));
    }

    public Standing standing() {
        if (lease.isLive()) {
            return Standing.LEASED;
        }
        if (knowledge.isNamed()) {
            return knowledge.isCertain() || hasPeer ? Standing.NAMED : Standing.UNCERTAIN;
        }
        if (!knowledge.isCertain()) {
            return Standing.UNCERTAIN;
        }
        return knowledge.isVacant() ? Standing.VACANT : towardsHolder();
    }

    private Standing towardsHolder() {
        return switch (knowledge.mode()) {
            case SOLO -> knowledge.isHolderGone() ? Standing.ABANDONED : Standing.HELD_BY_OTHER;
            case PAIRED ->
                !duty.suspectsHolder() || !knowledge.isHeir() // Rule 2.
                        ? Standing.HELD_BY_OTHER
                        : duty.promise().isOver() ? Standing.ABANDONED : Standing.SUSPECTED;
        };
    }

    /** The record as last learnt; it may be out of date while {@link Standing#UNCERTAIN}. */
    public Optional<Tenure> tenure() {
        return knowledge.tenure();
    }

    /** When the lease ends, if there is one. */
    public Optional<MonotonicTime> leaseEnd() {
        return lease.isLive() ? Optional.of(lease.end()) : Optional.empty();
    }

    /** Until when we have promised not to take the addresses, while we have. */
    public Optional<MonotonicTime> promisedUntil() {
        return Optional.of(duty.promise().nextTimeout()).filter(until -> !until.equals(MonotonicTime.NEVER));
    }

    /** Whether the other member answers our heartbeats. */
    public boolean isAnswered() {
        return heirSilence.isExpected() && !heirSilence.isTooLong() && heartbeats.answeredInARow() > 0;
    }

    /** Whether another member held by our promises, has been silent for too long, and the last promise is over. */
    public boolean isHolderLost() {
        return knowledge.isHeir() && duty.suspectsHolder() && duty.promise().isOver();
    }

    /** Whether {@link #claim} would start a claim now. */
    public boolean mayClaim() {
        if (calls.isOut() || handingOver.isPresent()) {
            return false;
        }
        return switch (standing()) {
            case VACANT ->
                knowledge.isLongVacant() && canWrite() && duty.promise().isOver();
            case ABANDONED -> canWrite() && duty.promise().isOver();
            case NAMED -> hasPeer || canWrite();
            case UNCERTAIN, HELD_BY_OTHER, SUSPECTED, LEASED -> false;
        };
    }

    /** Whether a claim was made that may still earn a lease. */
    public boolean isSeeking() {
        return seeking && !lease.isLive();
    }

    /** Whether a wish to hand over stands that was not fulfilled yet. */
    public boolean isHandingOver() {
        return handingOver.isPresent();
    }

    public MonotonicTime nextTimeout() {
        MonotonicTime next = MonotonicTime.earliest(knowledge.nextTimeout(), lease.end());
        next = MonotonicTime.earliest(next, duty.nextTimeout());
        next = MonotonicTime.earliest(next, heartbeats.nextTimeout());
        next = MonotonicTime.earliest(next, heirSilence.nextTimeout());
        if (wantsRenewal()) {
            next = MonotonicTime.earliest(next, renewAt);
        }
        return knowledge.isCertain() ? next : MonotonicTime.earliest(next, rereadAt);
    }

    // ---- what is true when it begins

    /**
     * An earlier run of this agent must be supposed to have promised not to take the addresses until then (rule 8).
     *
     * @param promisedUntil in the past when it cannot have promised anything that still counts
     */
    public List<TenureEffect> restarted(MonotonicTime promisedUntil, MonotonicTime now) {
        duty.promise().inherit(promisedUntil, now);
        return List.of();
    }

    /** Our member node exists in a session of this length. Until then nothing is written. */
    public List<TenureEffect> registered(Duration session, MonotonicTime now) {
        leaseLength = leaseLength(session);
        rereadFrom(now);
        return onTimeout(now);
    }

    /** Our session has ended, so our member node is gone. What rests on promises stays. */
    public List<TenureEffect> sessionLost(MonotonicTime now) {
        leaseLength = Duration.ZERO;
        knowledge.sessionLost();
        rereadAt = MonotonicTime.NEVER;
        calls.forget();
        handingOver = Optional.empty();
        List<TenureEffect> effects = lease.replaceByPromise("the ZooKeeper session has ended", now);
        if (!lease.isLive()) {
            stopSeeking();
        }
        return effects;
    }

    // ---- what ZooKeeper tells

    /** The members whose nodes exist, ourselves among them. */
    public void members(Set<NodeName> nowPresent) {
        knowledge.members(nowPresent);
    }

    /** The record was read: by a watch, or again on request. A reading never prolongs a lease (rule 1). */
    public List<TenureEffect> read(VersionedTenure seen, MonotonicTime now) {
        if (!canWrite()) {
            return List.of();
        }
        if (knowledge.isNewerThan(seen)) {
            return knowledge.isOfAnotherRecord(seen) ? readAgain(now) : List.of();
        }
        List<TenureEffect> effects = new ArrayList<>(learn(seen, now));
        if (seen.tenure().isHeldBy(self) && handingOver.isPresent()) {
            effects.addAll(handOverNow(now));
        }
        effects.addAll(answerHeld(now));
        effects.addAll(renewIfDue(now));
        return effects;
    }

    public List<TenureEffect> answered(long id, Answer answer, MonotonicTime now) {
        Optional<Call> answered = calls.answered(id);
        if (answered.isEmpty()) {
            return List.of();
        }
        Call call = answered.get();
        List<TenureEffect> effects = new ArrayList<>();
        if (answer instanceof Answer.Applied applied) {
            lostBefore = false;
            effects.addAll(applied(call, applied.now(), now));
        } else if (answer instanceof Answer.Refused refused && refused.why() == Answer.Refusal.HOLDER_PRESENT) {
            knowledge.doubtMembers();
        } else {
            // At once, but not again and again where reading succeeds and writing does not.
            boolean again = answer instanceof Answer.Unknown && lostBefore;
            lostBefore = answer instanceof Answer.Unknown;
            rereadFrom(again ? now.plus(leaseLength.dividedBy(REREADS_PER_LEASE)) : now);
        }
        if (call.purpose() == Purpose.CLAIM && !lease.isLive()) {
            stopSeeking();
        }
        effects.addAll(answerHeld(now));
        effects.addAll(onTimeout(now));
        return effects;
    }

    // ---- what the other member tells

    /**
     * The other member holds the tenure, as it believes, and asks us to promise. Answered only when we know the epoch
     * as the present one (rule 11) and no call of ours is out; held back for a moment until then.
     */
    public List<TenureEffect> heartbeatSeen(Heartbeat heartbeat, MonotonicTime now) {
        duty.received(heartbeat, now);
        List<TenureEffect> effects = new ArrayList<>();
        if (knowledge.isAhead(heartbeat)) { // Rule 9.
            effects.addAll(endLease("the other member holds epoch " + heartbeat.epoch()));
            rereadFrom(now);
            knowledge.overruled();
        }
        effects.addAll(answerHeld(now));
        effects.addAll(onTimeout(now));
        return effects;
    }

    /** The other member has promised. Of this epoch, and worth what is left since its heartbeat left. */
    public List<TenureEffect> ackSeen(Ack ack, MonotonicTime now) {
        if (!knowledge.isNamed() || knowledge.epoch() != ack.epoch() || calls.isOut(Purpose.GIVE_UP)) {
            return List.of();
        }
        Optional<MonotonicTime> worth = heartbeats.worth(ack, now);
        if (worth.isEmpty() || !(seeking || lease.isLive())) {
            return List.of();
        }
        heirSilence.heard(now);
        List<TenureEffect> effects = new ArrayList<>(lease.extendByPromise(worth.get()));
        if (shouldPair(now)) {
            effects.addAll(lease.replaceByPromise("", now)); // Rule 4: no lease on ZooKeeper survives into PAIRED.
            effects.add(call(Purpose.PAIR, ours(Mode.PAIRED), Optional.empty(), now));
        }
        return effects;
    }

    /** A long promise is written down: now it may be given, if it is still asked for. */
    public List<TenureEffect> promiseKept(Heartbeat heartbeat, MonotonicTime now) {
        boolean stillWanted = !calls.isOut() && knowledge.isFromHolder(heartbeat);
        return stillWanted ? duty.answerWritten(heartbeat, now) : List.of();
    }

    // ---- what we want ourselves

    /** Ask for the tenure, or for a lease when it names us; does nothing unless {@link #mayClaim()}. */
    public List<TenureEffect> claim(String why, MonotonicTime now) {
        if (!mayClaim()) {
            return List.of();
        }
        seeking = true;
        if (knowledge.isNamed()) {
            return beginSeeking(now);
        }
        Tenure tenure = tenure().orElseThrow();
        Optional<NodeName> proof = tenure.mode() == Mode.SOLO ? tenure.holder() : Optional.empty(); // Rule 3.
        Tenure next = new Tenure(Optional.of(self), tenure.epoch() + 1, Mode.SOLO, knowledge.other(), 0, why);
        return List.of(call(Purpose.CLAIM, next, proof, now));
    }

    /** Give the tenure to another member. From SOLO the lease goes first; PAIRED, when the record has changed. */
    public List<TenureEffect> handOver(NodeName to, String why, MonotonicTime now) {
        if (!knowledge.isNamed() || handingOver.isPresent()) {
            return List.of();
        }
        handingOver = Optional.of(new HandOver(to, why));
        // A call on its way could earn a lease again: wait for its answer, a few milliseconds, and serve meanwhile.
        return handOverNow(now);
    }

    /** Forget the wish to hand over, when it could not be written; the tenure may still name us. */
    public void abandonHandOver() {
        handingOver = Optional.empty();
    }

    /** Ask the other member for the long promise, for a restart; the lease lasts as long when it is given. */
    public void askLongPromise(MonotonicTime now) {
        heartbeats.askLong(now);
    }

    /** Drop the lease by our own choice, and keep whatever the record says. */
    public List<TenureEffect> dropLease(String why) {
        return endLease(why);
    }

    public List<TenureEffect> onTimeout(MonotonicTime now) {
        knowledge.onTimeout(now);
        duty.onTimeout(now);
        heirSilence.onTimeout(now);
        if (heirSilence.isTooLong()) {
            heartbeats.silence();
        }
        List<TenureEffect> effects = new ArrayList<>();
        if (now.hasReached(lease.end())) { // Rule 10.
            effects.addAll(endLease("it ran out before anybody confirmed it"));
        }
        if (!knowledge.isCertain() && now.hasReached(rereadAt)) {
            rereadAt = now.plus(leaseLength.dividedBy(REREADS_PER_LEASE));
            effects.add(new Reread());
        }
        heartbeats
                .onTimeout(knowledge.epoch(), lease.isLive(), now)
                .forEach(due -> effects.add(new TenureEffect.SendHeartbeat(due)));
        effects.addAll(renewIfDue(now));
        return effects;
    }

    // ---- the record

    private List<TenureEffect> learn(VersionedTenure seen, MonotonicTime now) {
        boolean ours = seen.tenure().isHeldBy(self);
        if (knowledge.hasParted(seen.tenure())) {
            pairing.parted(now);
        }
        if (knowledge.learn(seen, leaseLength, now)) {
            duty.term(seen.tenure().mode(), ours, now);
        }
        if (ours) {
            return List.of();
        }
        handingOver = Optional.empty();
        String holder = seen.tenure().holder().map(NodeName::toString).orElse("nobody");
        return endLease(holder + " holds the tenure, epoch " + seen.tenure().epoch()); // Rule 9.
    }

    private List<TenureEffect> readAgain(MonotonicTime now) {
        rereadFrom(now);
        return onTimeout(now);
    }

    /** What we know may be out of date: read it again, now if that is possible. */
    private void rereadFrom(MonotonicTime now) {
        knowledge.doubt();
        rereadAt = canWrite() ? now : MonotonicTime.NEVER;
    }

    private List<TenureEffect> applied(Call call, VersionedTenure seen, MonotonicTime now) {
        List<TenureEffect> effects = new ArrayList<>();
        handingOver
                .filter(wish -> seen.tenure().isHeldBy(wish.to()))
                .ifPresent(wish -> effects.addAll(endLease("handed to " + wish.to() + ": " + wish.why())));
        effects.addAll(learn(seen, now));
        switch (call.purpose()) {
            case CLAIM, RENEW -> effects.addAll(handingOver.isPresent() ? handOverNow(now) : earn(call, now));
            case PAIR -> effects.addAll(handOverNow(now));
            case HAND_OVER, GIVE_UP -> {}
        }
        return effects;
    }

    /** The lease that ZooKeeper's answer is worth, unless it came too late or is not wanted any more. */
    private List<TenureEffect> earn(Call call, MonotonicTime now) {
        MonotonicTime until = call.left().plus(leaseLength);
        if (!seeking || now.hasReached(until)) {
            return List.of();
        }
        renewAt = call.left().plus(leaseLength.dividedBy(RENEWALS_PER_LEASE));
        if (call.purpose() == Purpose.CLAIM) {
            beginHeartbeats(now);
        }
        return lease.extendTo(until);
    }

    // ---- calls

    private boolean canWrite() {
        return !leaseLength.isZero();
    }

    private boolean wantsRenewal() {
        return canWrite()
                && knowledge.isCertain()
                && knowledge.isNamed()
                && (seeking || lease.isLive())
                && !calls.isOut()
                && handingOver.isEmpty()
                && duty.promise().isOver()
                && (knowledge.mode() == Mode.SOLO || !hasPeer || heirSilence.isTooLong()); // Rule 5.
    }

    private List<TenureEffect> renewIfDue(MonotonicTime now) {
        boolean due = wantsRenewal() && (knowledge.mode() == Mode.PAIRED || now.hasReached(renewAt));
        return due ? List.of(call(Purpose.RENEW, ours(Mode.SOLO), Optional.empty(), now)) : List.of();
    }

    private boolean shouldPair(MonotonicTime now) {
        return knowledge.mode() == Mode.SOLO
                && pairing.isOver(now)
                && knowledge.other().isPresent()
                && canWrite()
                && knowledge.isCertain()
                && !calls.isOut()
                && handingOver.isEmpty()
                && heartbeats.answeredInARow() >= ANSWERS_BEFORE_PAIRING;
    }

    private List<TenureEffect> handOverNow(MonotonicTime now) {
        if (handingOver.isEmpty() || calls.isOut() || !knowledge.isCertain() || !canWrite()) {
            return List.of();
        }
        HandOver wish = handingOver.get();
        Tenure tenure = tenure().orElseThrow();
        Tenure next =
                new Tenure(Optional.of(wish.to()), tenure.epoch() + 1, tenure.mode(), Optional.of(self), 0, wish.why());
        if (tenure.mode() == Mode.PAIRED) {
            return List.of(call(Purpose.HAND_OVER, next, Optional.empty(), now));
        }
        List<TenureEffect> effects = new ArrayList<>(endLease("handed to " + wish.to() + ": " + wish.why()));
        effects.add(call(Purpose.GIVE_UP, next, Optional.empty(), now));
        return effects;
    }

    private CompareAndSet call(Purpose purpose, Tenure next, Optional<NodeName> provenAbsent, MonotonicTime now) {
        return calls.make(purpose, knowledge.version(), next, provenAbsent, now);
    }

    private Tenure ours(Mode mode) {
        Tenure tenure = tenure().orElseThrow();
        return new Tenure(
                tenure.holder(), tenure.epoch(), mode, knowledge.other(), tenure.sinceEpochMillis(), tenure.why());
    }

    // ---- lease and heartbeats

    private List<TenureEffect> beginSeeking(MonotonicTime now) {
        beginHeartbeats(now);
        renewAt = now;
        return onTimeout(now);
    }

    private void beginHeartbeats(MonotonicTime now) {
        if (hasPeer) {
            heartbeats.begin(now);
            heirSilence.heard(now);
        }
    }

    private void stopSeeking() {
        seeking = false;
        heartbeats.stop();
        heirSilence.forget();
    }

    private List<TenureEffect> endLease(String cause) {
        stopSeeking();
        return lease.over(cause);
    }

    /** Answers the heartbeat that waits, when that is possible now. */
    private List<TenureEffect> answerHeld(MonotonicTime now) {
        Optional<Heartbeat> waiting = duty.waiting(now);
        if (waiting.isEmpty() || calls.isOut() || !knowledge.isFromHolder(waiting.get())) {
            return List.of();
        }
        List<TenureEffect> effects = new ArrayList<>(endLease("the other member holds the tenure")); // Rule 6.
        effects.addAll(duty.answer(waiting.get(), now));
        return effects;
    }
}
