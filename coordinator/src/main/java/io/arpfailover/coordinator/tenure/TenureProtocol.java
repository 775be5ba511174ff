package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.tenure.Calls.Call;
import io.arpfailover.coordinator.tenure.Calls.Purpose;
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

    private final NodeName self;
    private final Knowledge knowledge;
    private final HeirDuty duty;
    private final Holding holding;
    private final Steps steps;

    private boolean lostBefore;
    private MonotonicTime rereadAt = MonotonicTime.NEVER;

    /**
     * Promises everything to everybody until {@link #restarted} says what was really promised.
     *
     * @param hasPeer whether this member can send heartbeats; without, its leases rest on ZooKeeper alone
     */
    public TenureProtocol(NodeName self, PromiseTiming timing, boolean hasPeer) {
        this.self = self;
        this.knowledge = new Knowledge(self, hasPeer ? PromiseTiming.kept(timing.restart()) : Duration.ZERO);
        this.duty = new HeirDuty(timing);
        this.holding = new Holding(timing, hasPeer);
        this.steps = new Steps(self, knowledge, duty, holding);
    }

    /** How long a lease lasts that rests on a session of this length (TZ of S). */
    public static Duration leaseLength(Duration session) {
        return Duration.ofNanos((long) (session.toNanos() * LEASE_PER_SESSION));
    }

    public Standing standing() {
        if (holding.isLeased()) {
            return Standing.LEASED;
        }
        if (knowledge.isNamed()) {
            return knowledge.isCertain() || holding.hasPeer() ? Standing.NAMED : Standing.UNCERTAIN;
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
        return holding.leaseEnd();
    }

    /** Until when we have promised not to take the addresses, while we have. */
    public Optional<MonotonicTime> promisedUntil() {
        return Optional.of(duty.promise().nextTimeout()).filter(until -> !until.equals(MonotonicTime.NEVER));
    }

    /** Whether the other member answers our heartbeats. */
    public boolean isAnswered() {
        return holding.isAnswered();
    }

    /** Whether another member held by our promises, has been silent for too long, and the last promise is over. */
    public boolean isHolderLost() {
        return knowledge.isHeir() && duty.suspectsHolder() && duty.promise().isOver();
    }

    /** Whether {@link #claim} would start a claim now. */
    public boolean mayClaim() {
        if (steps.isOut() || steps.isHandingOver()) {
            return false;
        }
        return switch (standing()) {
            case VACANT ->
                knowledge.isLongVacant() && steps.canWrite() && duty.promise().isOver();
            case ABANDONED -> steps.canWrite() && duty.promise().isOver();
            case NAMED -> holding.hasPeer() || steps.canWrite();
            case UNCERTAIN, HELD_BY_OTHER, SUSPECTED, LEASED -> false;
        };
    }

    /** Whether a claim was made that may still earn a lease. */
    public boolean isSeeking() {
        return holding.isSought() && !holding.isLeased();
    }

    /** Whether a wish to hand over stands that was not fulfilled yet. */
    public boolean isHandingOver() {
        return steps.isHandingOver();
    }

    public MonotonicTime nextTimeout() {
        MonotonicTime next = MonotonicTime.earliest(knowledge.nextTimeout(), duty.nextTimeout());
        next = MonotonicTime.earliest(next, holding.nextTimeout());
        next = MonotonicTime.earliest(next, steps.nextRenewal());
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
        steps.begin(leaseLength(session));
        rereadFrom(now);
        return onTimeout(now);
    }

    /** Our session has ended, so our member node is gone. What rests on promises stays. */
    public List<TenureEffect> sessionLost(MonotonicTime now) {
        steps.sessionLost();
        knowledge.sessionLost();
        rereadAt = MonotonicTime.NEVER;
        List<TenureEffect> effects = holding.restOnPromises("the ZooKeeper session has ended", now);
        holding.stopUnlessLeased();
        return effects;
    }

    // ---- what ZooKeeper tells

    /** The members whose nodes exist, ourselves among them. */
    public void members(Set<NodeName> nowPresent) {
        knowledge.members(nowPresent);
    }

    /** The other member is a run that was not there before. */
    public void otherRunsAnew() {
        holding.forgive();
    }

    /** The record was read: by a watch, or again on request. A reading never prolongs a lease (rule 1). */
    public List<TenureEffect> read(VersionedTenure seen, MonotonicTime now) {
        if (!steps.canWrite()) {
            return List.of();
        }
        if (knowledge.isNewerThan(seen)) {
            return knowledge.isOfAnotherRecord(seen) ? readAgain(now) : List.of();
        }
        List<TenureEffect> effects = new ArrayList<>(learn(seen, now));
        if (seen.tenure().isHeldBy(self)) {
            effects.addAll(steps.handOverIfWished(now));
        }
        effects.addAll(answerHeld(now));
        effects.addAll(steps.renewIfDue(now));
        return effects;
    }

    /** The holder tells what ZooKeeper will tell in a moment: it counts as read, by a member that has lost no news. */
    public List<TenureEffect> handoverSeen(Handover told, MonotonicTime now) {
        return knowledge.successor(told).map(next -> read(next, now)).orElse(List.of());
    }

    public List<TenureEffect> answered(long id, Answer answer, MonotonicTime now) {
        Optional<Call> answered = steps.answered(id);
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
            rereadFrom(again ? now.plus(betweenRereads()) : now);
        }
        if (call.purpose() == Purpose.CLAIM) {
            holding.stopUnlessLeased();
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
            effects.addAll(holding.end("the other member holds epoch " + heartbeat.epoch()));
            rereadFrom(now);
            knowledge.overruled();
        }
        effects.addAll(answerHeld(now));
        effects.addAll(onTimeout(now));
        return effects;
    }

    /** The other member has promised. Of this epoch, and worth what is left since its heartbeat left. */
    public List<TenureEffect> ackSeen(Ack ack, MonotonicTime now) {
        if (!knowledge.isNamed() || knowledge.epoch() != ack.epoch() || steps.isOut(Purpose.GIVE_UP)) {
            return List.of();
        }
        Optional<MonotonicTime> worth = holding.worth(ack, now);
        if (worth.isEmpty()) {
            return List.of();
        }
        List<TenureEffect> effects = new ArrayList<>(holding.promised(worth.get(), now));
        effects.addAll(steps.pairIfDue(now));
        return effects;
    }

    /** A long promise is written down: now it may be given, if it is still asked for. */
    public List<TenureEffect> promiseKept(Heartbeat heartbeat, MonotonicTime now) {
        boolean stillWanted = !steps.isOut() && knowledge.isFromHolder(heartbeat);
        return stillWanted ? duty.answerWritten(heartbeat, now) : List.of();
    }

    // ---- what we want ourselves

    /** Ask for the tenure, or for a lease when it names us; does nothing unless {@link #mayClaim()}. */
    public List<TenureEffect> claim(String why, MonotonicTime now) {
        if (!mayClaim()) {
            return List.of();
        }
        holding.seek();
        return knowledge.isNamed() ? beginSeeking(now) : List.of(steps.claim(why, now));
    }

    /** Give the tenure to another member. From SOLO the lease goes first; PAIRED, when the record has changed. */
    public List<TenureEffect> handOver(NodeName to, String why, MonotonicTime now) {
        if (!knowledge.isNamed() || steps.isHandingOver()) {
            return List.of();
        }
        steps.wishHandOver(to, why);
        // A call on its way could earn a lease again: wait for its answer, a few milliseconds, and serve meanwhile.
        return steps.handOverIfWished(now);
    }

    /** Forget the wish to hand over, when it could not be written; the tenure may still name us. */
    public void abandonHandOver() {
        steps.forgetHandOver();
    }

    /** Ask the other member for the long promise, for a restart; the lease lasts as long when it is given. */
    public void askLongPromise(MonotonicTime now) {
        holding.askLong(now);
    }

    /** Drop the lease by our own choice, and keep whatever the record says. */
    public List<TenureEffect> dropLease(String why) {
        return holding.end(why);
    }

    public List<TenureEffect> onTimeout(MonotonicTime now) {
        knowledge.onTimeout(now);
        duty.onTimeout(now);
        List<TenureEffect> effects = new ArrayList<>(holding.onTimeout(now));
        if (!knowledge.isCertain() && now.hasReached(rereadAt)) {
            rereadAt = now.plus(betweenRereads());
            effects.add(new Reread());
        }
        effects.addAll(holding.heartbeatsDue(knowledge.epoch(), now));
        effects.addAll(steps.renewIfDue(now));
        return effects;
    }

    // ---- the record

    private List<TenureEffect> learn(VersionedTenure seen, MonotonicTime now) {
        boolean ours = seen.tenure().isHeldBy(self);
        if (knowledge.hasParted(seen.tenure())) {
            holding.parted(now);
        }
        if (knowledge.learn(seen, steps.leaseLength(), now)) {
            duty.term(seen.tenure().mode(), ours, now);
        }
        if (ours) {
            return List.of();
        }
        steps.forgetHandOver();
        String holder = seen.tenure().holder().map(NodeName::toString).orElse("nobody");
        return holding.end(holder + " holds the tenure, epoch " + seen.tenure().epoch()); // Rule 9.
    }

    private List<TenureEffect> readAgain(MonotonicTime now) {
        rereadFrom(now);
        return onTimeout(now);
    }

    /** What we know may be out of date: read it again, now if that is possible. */
    private void rereadFrom(MonotonicTime now) {
        knowledge.doubt();
        rereadAt = steps.canWrite() ? now : MonotonicTime.NEVER;
    }

    private List<TenureEffect> applied(Call call, VersionedTenure seen, MonotonicTime now) {
        List<TenureEffect> effects = new ArrayList<>(steps.endIfHandedOver(call, seen));
        effects.addAll(learn(seen, now));
        switch (call.purpose()) {
            case CLAIM, RENEW ->
                effects.addAll(steps.isHandingOver() ? steps.handOverIfWished(now) : steps.earn(call, now));
            case PAIR -> effects.addAll(steps.handOverIfWished(now));
            case HAND_OVER, GIVE_UP -> {}
        }
        return effects;
    }

    private Duration betweenRereads() {
        return steps.leaseLength().dividedBy(REREADS_PER_LEASE);
    }

    // ---- lease and heartbeats

    private List<TenureEffect> beginSeeking(MonotonicTime now) {
        holding.beginHeartbeats(now);
        steps.renewFrom(now);
        return onTimeout(now);
    }

    /** Answers the heartbeat that waits, when that is possible now. */
    private List<TenureEffect> answerHeld(MonotonicTime now) {
        Optional<Heartbeat> waiting = duty.waiting(now);
        if (waiting.isEmpty() || steps.isOut() || !knowledge.isFromHolder(waiting.get())) {
            return List.of();
        }
        List<TenureEffect> effects = new ArrayList<>(holding.end("the other member holds the tenure")); // Rule 6.
        effects.addAll(duty.answer(waiting.get(), now));
        return effects;
    }
}
