package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.tenure.TenureEffect.CompareAndSet;
import io.arpfailover.coordinator.tenure.TenureEffect.LeaseOver;
import io.arpfailover.coordinator.tenure.TenureEffect.LeaseUntil;
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
 * <p>This is the SOLO half: a lease rests on ZooKeeper. It is earned by a successful compare-and-set only, is worth
 * {@link #leaseLength} counted from when the call left, and is renewed every third of that. It does no I/O and reads no
 * clock; see the package for the picture. The caller claims when the addresses are free on the wire.
 *
 * <p>Safe because the heir may claim only with proof that the holder's member node is gone, which the ensemble removes no
 * earlier than two thirds of a session after the holder's last call, and the lease is shorter than that.
 */
public final class TenureProtocol {
    /**
     * A lease is this part of the session it rests on.
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

    /** Where this member stands towards the tenure. */
    public enum Standing {
        /** Nothing certain is known: no session, nothing read yet, or a call whose answer was lost. */
        UNCERTAIN,
        /** Nobody has ever held it. */
        VACANT,
        /** Another member holds it, and may be alive. */
        HELD_BY_OTHER,
        /** Another member holds it, and its session has ended. */
        ABANDONED,
        /** It names us, but we have no lease: the kernel passes nothing. */
        NAMED,
        /** It names us and we hold a lease. */
        LEASED
    }

    private enum Purpose {
        CLAIM,
        RENEW,
        HAND_OVER
    }

    private record Call(long id, Purpose purpose, MonotonicTime left) {}

    private record HandOver(NodeName to, String why) {}

    private final NodeName self;

    private Duration leaseLength = Duration.ZERO;
    private Optional<VersionedTenure> known = Optional.empty();
    private boolean certain;
    private Optional<Set<NodeName>> present = Optional.empty();
    private Optional<Call> out = Optional.empty();
    private Optional<HandOver> handingOver = Optional.empty();
    private long calls;
    private MonotonicTime leaseUntil = MonotonicTime.NEVER;
    private boolean leased;
    private MonotonicTime renewAt = MonotonicTime.NEVER;
    private MonotonicTime rereadAt = MonotonicTime.NEVER;
    private boolean vacantForLong;
    private MonotonicTime vacantLongAt = MonotonicTime.NEVER;

    public TenureProtocol(NodeName self) {
        this.self = self;
    }

    /** How long a lease lasts that rests on a session of this length (TZ of S). */
    public static Duration leaseLength(Duration session) {
        return Duration.ofNanos((long) (session.toNanos() * LEASE_PER_SESSION));
    }

    public Standing standing() {
        if (leased) {
            return Standing.LEASED;
        }
        if (!certain || known.isEmpty()) {
            return Standing.UNCERTAIN;
        }
        Tenure tenure = known.get().tenure();
        if (tenure.holder().isEmpty()) {
            return Standing.VACANT;
        }
        if (tenure.isHeldBy(self)) {
            return Standing.NAMED;
        }
        boolean gone =
                present.isPresent() && !present.get().contains(tenure.holder().get());
        return gone ? Standing.ABANDONED : Standing.HELD_BY_OTHER;
    }

    /** The record as last learnt; it may be out of date while {@link Standing#UNCERTAIN}. */
    public Optional<Tenure> tenure() {
        return known.map(VersionedTenure::tenure);
    }

    /** When the lease ends, if there is one. */
    public Optional<MonotonicTime> leaseEnd() {
        return leased ? Optional.of(leaseUntil) : Optional.empty();
    }

    /** Whether {@link #claim} would start a claim now. */
    public boolean mayClaim() {
        if (out.isPresent() || handingOver.isPresent() || leaseLength.isZero()) {
            return false;
        }
        return switch (standing()) {
            case VACANT -> vacantForLong;
            case NAMED -> true;
            // A PAIRED tenure rests on promises, which are not spoken here: its holder's absence from ZooKeeper proves
            // nothing (rule 3).
            case ABANDONED -> known.orElseThrow().tenure().mode() == Mode.SOLO;
            case UNCERTAIN, HELD_BY_OTHER, LEASED -> false;
        };
    }

    /** Whether a call is on its way. */
    public boolean isCalling() {
        return out.isPresent();
    }

    /** Whether a wish to hand over stands that was not fulfilled yet. */
    public boolean isHandingOver() {
        return handingOver.isPresent();
    }

    public MonotonicTime nextTimeout() {
        MonotonicTime next = MonotonicTime.earliest(vacantLongAt, leased ? leaseUntil : MonotonicTime.NEVER);
        if (leased && certain && out.isEmpty()) {
            next = MonotonicTime.earliest(next, renewAt);
        }
        return certain ? next : MonotonicTime.earliest(next, rereadAt);
    }

    /** Our member node exists in a session of this length. Until then nothing is claimed. */
    public List<TenureEffect> registered(Duration session, MonotonicTime now) {
        leaseLength = leaseLength(session);
        certain = false;
        rereadAt = now;
        return onTimeout(now);
    }

    /** Our session has ended, so our member node is gone and the other member may claim. */
    public List<TenureEffect> sessionLost(MonotonicTime now) {
        leaseLength = Duration.ZERO;
        certain = false;
        rereadAt = MonotonicTime.NEVER;
        out = Optional.empty();
        handingOver = Optional.empty();
        present = Optional.empty();
        forgetVacancy();
        return endLease("the ZooKeeper session has ended");
    }

    /** The members whose nodes exist, ourselves among them. */
    public void members(Set<NodeName> nowPresent) {
        present = Optional.of(Set.copyOf(nowPresent));
    }

    /** The record was read: by a watch, or again on request. A reading never prolongs a lease (rule 1). */
    public List<TenureEffect> read(VersionedTenure seen, MonotonicTime now) {
        if (leaseLength.isZero()
                || (certain && known.isPresent() && seen.version() < known.get().version())) {
            return List.of(); // A watch may be slower than the answer to our own call.
        }
        known = Optional.of(seen);
        certain = true;
        noteVacancy(seen.tenure(), now);
        if (!seen.tenure().isHeldBy(self)) {
            handingOver = Optional.empty();
            return endLease(holderName(seen.tenure()) + " holds the tenure, epoch "
                    + seen.tenure().epoch()); // Rule 9.
        }
        return handingOver.isPresent() ? handOverNow(now) : List.of();
    }

    /** Ask for the tenure; does nothing unless {@link #mayClaim()}. */
    public List<TenureEffect> claim(String why, MonotonicTime now) {
        if (!mayClaim()) {
            return List.of();
        }
        Tenure tenure = known.orElseThrow().tenure();
        Optional<NodeName> proof = standing() == Standing.ABANDONED ? tenure.holder() : Optional.empty();
        Tenure next = tenure.isHeldBy(self)
                ? renewed(tenure)
                : new Tenure(Optional.of(self), tenure.epoch() + 1, Mode.SOLO, heir(), 0, why);
        return List.of(call(Purpose.CLAIM, next, proof, now));
    }

    /** Give the tenure to another member: first the lease goes, then the record changes. */
    public List<TenureEffect> handOver(NodeName to, String why, MonotonicTime now) {
        if (known.isEmpty() || !known.get().tenure().isHeldBy(self) || handingOver.isPresent()) {
            return List.of();
        }
        handingOver = Optional.of(new HandOver(to, why));
        // A call on its way could earn a lease again: wait for its answer, a few milliseconds, and serve meanwhile.
        return out.isPresent() || !certain ? List.of() : handOverNow(now);
    }

    /** Forget the wish to hand over, when it could not be written; the tenure may still name us. */
    public void abandonHandOver() {
        handingOver = Optional.empty();
    }

    /** Drop the lease by our own choice, and keep whatever the record says. */
    public List<TenureEffect> dropLease(String why) {
        return endLease(why);
    }

    public List<TenureEffect> answered(long id, Answer answer, MonotonicTime now) {
        if (out.isEmpty() || out.get().id() != id) {
            return List.of(); // Of an earlier session, or given up.
        }
        Call call = out.get();
        out = Optional.empty();
        if (answer instanceof Answer.Applied applied) {
            return applied(call, applied.now(), now);
        }
        if (answer instanceof Answer.Refused refused && refused.why() == Answer.Refusal.HOLDER_PRESENT) {
            // The list of members we know is out of date; the news is on its way.
            present = Optional.empty();
            return List.of();
        }
        certain = false;
        rereadAt = now;
        return onTimeout(now);
    }

    public List<TenureEffect> onTimeout(MonotonicTime now) {
        List<TenureEffect> effects = new ArrayList<>();
        if (now.hasReached(vacantLongAt)) {
            vacantForLong = true;
            vacantLongAt = MonotonicTime.NEVER;
        }
        if (leased && now.hasReached(leaseUntil)) { // Rule 10.
            effects.addAll(endLease("it ran out before ZooKeeper confirmed a renewal"));
        }
        if (!certain && now.hasReached(rereadAt)) {
            rereadAt = now.plus(leaseLength.dividedBy(REREADS_PER_LEASE));
            effects.add(new Reread());
        }
        if (leased && certain && out.isEmpty() && now.hasReached(renewAt)) {
            effects.add(call(Purpose.RENEW, renewed(known.orElseThrow().tenure()), Optional.empty(), now));
        }
        return effects;
    }

    private List<TenureEffect> applied(Call call, VersionedTenure seen, MonotonicTime now) {
        known = Optional.of(seen);
        return switch (call.purpose()) {
            case CLAIM, RENEW -> handingOver.isPresent() ? handOverNow(now) : extend(call, now);
            case HAND_OVER -> {
                handingOver = Optional.empty();
                yield List.of();
            }
        };
    }

    private List<TenureEffect> extend(Call call, MonotonicTime now) {
        MonotonicTime until = call.left().plus(leaseLength);
        if (now.hasReached(until) || (call.purpose() == Purpose.RENEW && !leased)) {
            return List.of(); // Too late to be worth anything; a lapsed lease is earned anew by a claim.
        }
        boolean renewal = leased;
        leased = true;
        leaseUntil = until;
        renewAt = call.left().plus(leaseLength.dividedBy(RENEWALS_PER_LEASE));
        return List.of(new LeaseUntil(until, renewal));
    }

    private List<TenureEffect> handOverNow(MonotonicTime now) {
        HandOver wish = handingOver.orElseThrow();
        if (out.isPresent()) {
            return List.of();
        }
        List<TenureEffect> effects = new ArrayList<>(endLease("handed to " + wish.to() + ": " + wish.why()));
        Tenure tenure = known.orElseThrow().tenure();
        Tenure next =
                new Tenure(Optional.of(wish.to()), tenure.epoch() + 1, Mode.SOLO, Optional.of(self), 0, wish.why());
        effects.add(call(Purpose.HAND_OVER, next, Optional.empty(), now));
        return effects;
    }

    /**
     * A vacant tenure is a new cluster's, or one whose record somebody deleted and a restarted member made again: then
     * the last holder may still have a lease, and its record no longer says so.
     */
    private void noteVacancy(Tenure tenure, MonotonicTime now) {
        if (tenure.holder().isPresent()) {
            forgetVacancy();
        } else if (!vacantForLong && vacantLongAt.equals(MonotonicTime.NEVER)) {
            vacantLongAt = now.plus(leaseLength);
        }
    }

    private void forgetVacancy() {
        vacantForLong = false;
        vacantLongAt = MonotonicTime.NEVER;
    }

    private List<TenureEffect> endLease(String cause) {
        if (!leased) {
            return List.of();
        }
        leased = false;
        return List.of(new LeaseOver(cause));
    }

    private CompareAndSet call(Purpose purpose, Tenure next, Optional<NodeName> provenAbsent, MonotonicTime now) {
        Call call = new Call(++calls, purpose, now);
        out = Optional.of(call);
        return new CompareAndSet(call.id(), known.orElseThrow().version(), next, provenAbsent);
    }

    private Tenure renewed(Tenure tenure) {
        return new Tenure(tenure.holder(), tenure.epoch(), Mode.SOLO, heir(), tenure.sinceEpochMillis(), tenure.why());
    }

    private Optional<NodeName> heir() {
        return present.stream()
                .flatMap(Set::stream)
                .filter(node -> !node.equals(self))
                .findFirst();
    }

    private static String holderName(Tenure tenure) {
        return tenure.holder().map(NodeName::toString).orElse("nobody");
    }
}
