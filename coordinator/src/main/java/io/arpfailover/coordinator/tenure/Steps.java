package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.tenure.Calls.Call;
import io.arpfailover.coordinator.tenure.Calls.Purpose;
import io.arpfailover.coordinator.tenure.TenureEffect.CompareAndSet;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps a member takes in ZooKeeper, each a compare-and-set: when one is due, and what it proposes (rule 1). */
final class Steps {
    private static final int RENEWALS_PER_LEASE = 3;

    private record HandOver(NodeName to, String why) {
        String cause() {
            return "handed to " + to + ": " + why;
        }
    }

    private final NodeName self;
    private final Knowledge knowledge;
    private final HeirDuty duty;
    private final Holding holding;
    private final Calls calls = new Calls();

    private Duration leaseLength = Duration.ZERO;
    private Optional<HandOver> handingOver = Optional.empty();
    private MonotonicTime renewAt = MonotonicTime.NEVER;

    Steps(NodeName self, Knowledge knowledge, HeirDuty duty, Holding holding) {
        this.self = self;
        this.knowledge = knowledge;
        this.duty = duty;
        this.holding = holding;
    }

    // ---- the session

    /** In a session on which a lease of this length rests; none without it. */
    void begin(Duration lease) {
        leaseLength = lease;
    }

    void sessionLost() {
        leaseLength = Duration.ZERO;
        calls.forget();
        handingOver = Optional.empty();
    }

    boolean canWrite() {
        return !leaseLength.isZero();
    }

    /** How long a lease on ZooKeeper lasts; nothing without a session. */
    Duration leaseLength() {
        return leaseLength;
    }

    // ---- calls

    boolean isOut() {
        return calls.isOut();
    }

    boolean isOut(Purpose purpose) {
        return calls.isOut(purpose);
    }

    /** The call that is answered; empty when it was of an earlier session. */
    Optional<Call> answered(long id) {
        return calls.answered(id);
    }

    private CompareAndSet call(Purpose purpose, Tenure next, Optional<NodeName> provenAbsent, MonotonicTime now) {
        return calls.make(purpose, knowledge.version(), next, provenAbsent, now);
    }

    // ---- claims and renewals

    CompareAndSet claim(String why, MonotonicTime now) {
        Tenure tenure = knowledge.tenure().orElseThrow();
        Optional<NodeName> proof = tenure.mode() == Mode.SOLO ? tenure.holder() : Optional.empty(); // Rule 3.
        Tenure next = new Tenure(Optional.of(self), tenure.epoch() + 1, Mode.SOLO, knowledge.other(), 0, why);
        return call(Purpose.CLAIM, next, proof, now);
    }

    /** The lease that ZooKeeper's answer is worth, unless it came too late or is not wanted any more. */
    List<TenureEffect> earn(Call call, MonotonicTime now) {
        MonotonicTime until = call.left().plus(leaseLength);
        if (!holding.isSought() || now.hasReached(until)) {
            return List.of();
        }
        renewAt = call.left().plus(leaseLength.dividedBy(RENEWALS_PER_LEASE));
        if (call.purpose() == Purpose.CLAIM) {
            holding.beginHeartbeats(now);
        }
        return holding.earned(until);
    }

    void renewFrom(MonotonicTime now) {
        renewAt = now;
    }

    List<TenureEffect> renewIfDue(MonotonicTime now) {
        boolean due = wantsRenewal() && (knowledge.mode() == Mode.PAIRED || now.hasReached(renewAt));
        return due ? List.of(call(Purpose.RENEW, ours(Mode.SOLO), Optional.empty(), now)) : List.of();
    }

    MonotonicTime nextRenewal() {
        return wantsRenewal() ? renewAt : MonotonicTime.NEVER;
    }

    private boolean wantsRenewal() {
        return mayStep()
                && knowledge.isNamed()
                && holding.isWanted()
                && handingOver.isEmpty()
                && duty.promise().isOver()
                && (knowledge.mode() == Mode.SOLO || holding.isAlone()); // Rule 5.
    }

    private boolean mayStep() {
        return canWrite() && knowledge.isCertain() && !calls.isOut();
    }

    // ---- pairing

    List<TenureEffect> pairIfDue(MonotonicTime now) {
        boolean due = mayStep()
                && handingOver.isEmpty()
                && knowledge.mode() == Mode.SOLO
                && knowledge.other().isPresent()
                && holding.mayPair(now);
        if (!due) {
            return List.of();
        }
        // Rule 4: no lease on ZooKeeper survives into PAIRED.
        List<TenureEffect> effects = new ArrayList<>(holding.restOnPromises("", now));
        effects.add(call(Purpose.PAIR, ours(Mode.PAIRED), Optional.empty(), now));
        return effects;
    }

    private Tenure ours(Mode mode) {
        Tenure tenure = knowledge.tenure().orElseThrow();
        return new Tenure(
                tenure.holder(), tenure.epoch(), mode, knowledge.other(), tenure.sinceEpochMillis(), tenure.why());
    }

    // ---- handing over

    boolean isHandingOver() {
        return handingOver.isPresent();
    }

    void wishHandOver(NodeName to, String why) {
        handingOver = Optional.of(new HandOver(to, why));
    }

    void forgetHandOver() {
        handingOver = Optional.empty();
    }

    /** Ends the lease when the tenure is now the one's to whom we wished to give it; who gets ready while we step down. */
    List<TenureEffect> endIfHandedOver(Call answered, VersionedTenure written) {
        List<TenureEffect> effects = new ArrayList<>();
        if (answered.purpose() == Purpose.HAND_OVER) {
            effects.add(new TenureEffect.SendHandover(Handover.of(written)));
        }
        handingOver
                .filter(wish -> written.tenure().isHeldBy(wish.to()))
                .ifPresent(wish -> effects.addAll(holding.end(wish.cause())));
        return effects;
    }

    List<TenureEffect> handOverIfWished(MonotonicTime now) {
        if (handingOver.isEmpty() || !mayStep()) {
            return List.of();
        }
        HandOver wish = handingOver.get();
        Tenure tenure = knowledge.tenure().orElseThrow();
        Tenure next =
                new Tenure(Optional.of(wish.to()), tenure.epoch() + 1, tenure.mode(), Optional.of(self), 0, wish.why());
        if (tenure.mode() == Mode.PAIRED) {
            return List.of(call(Purpose.HAND_OVER, next, Optional.empty(), now));
        }
        List<TenureEffect> effects = new ArrayList<>(holding.end(wish.cause()));
        effects.add(call(Purpose.GIVE_UP, next, Optional.empty(), now));
        return effects;
    }
}
