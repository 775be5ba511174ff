package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.AcdEffect;
import io.arpfailover.agent.takeover.Effect.Severity;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.TenureEffect;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Serving the addresses: from the lease to the last announcement, and all of it taken back when the lease ends.
 *
 * <p>Lease, then addresses, then announcements: each is asked for when the one before is in place.
 */
final class Service {
    /** For so long the new holder's first heartbeat is waited for, whose answer it needs more than we our addresses gone. */
    private static final Duration UNTIL_ACK = Duration.ofMillis(5);

    private final Parts parts;
    private final Turn turn;
    private final StuckProbes stuckProbes = new StuckProbes();
    /** Until when the kernel has confirmed that it serves, and whether it was asked for more since. */
    private Optional<MonotonicTime> kernelUntil = Optional.empty();

    private boolean kernelConfirmed;

    Service(Parts parts, Turn turn) {
        this.parts = parts;
        this.turn = turn;
    }

    /** Looks for other users of the addresses, from the start. */
    void startProbing(MonotonicTime now) {
        stuckProbes.reset();
        parts.readiness.looking(now);
        onConflictDetection(parts.addresses.start(now), now);
    }

    /** What conflict detection wants. */
    void onConflictDetection(List<AcdEffect> effects, MonotonicTime now) {
        ConflictReactions reactions =
                new ConflictReactions(parts.announcements, parts.conflicts, turn.is(Stage.STANDBY), now);
        effects.forEach(effect -> effect.performOn(reactions));
        turn.add(reactions.effects());
        if (parts.addresses.conflict().isPresent()) {
            parts.readiness.spoiled();
        }
        reactions.lost().ifPresent(cause -> {
            onTenure(parts.tenure.dropLease(cause), now);
            parts.readiness.spoiled();
        });
    }

    /** What the tenure wants, in its order. */
    void onTenure(List<TenureEffect> effects, MonotonicTime now) {
        parts.tenure.tenure().ifPresent(tenure -> {
            parts.record.seen(tenure);
            parts.ownMoves.seen(tenure.epoch(), now);
        });
        for (TenureEffect effect : effects) {
            if (effect instanceof TenureEffect.LeaseOver end) {
                letGo(end.cause(), now);
            } else if (effect instanceof TenureEffect.LeaseUntil lease) {
                leaseEarned(lease, now);
            } else if (effect instanceof TenureEffect.CompareAndSet call) {
                turn.add(new Effect.CompareAndSet(call));
            } else if (effect instanceof TenureEffect.SendHeartbeat beat) {
                turn.add(new Effect.SendHeartbeat(
                        beat.heartbeat(), parts.reservation().isEmpty()));
            } else if (effect instanceof TenureEffect.SendAck ack) {
                promise(new Effect.SendAck(ack.ack(), parts.unfitBecause().isEmpty()), now);
            } else if (effect instanceof TenureEffect.SendHandover told) {
                turn.add(new Effect.SendHandover(
                        told.handover(), parts.unfitBecause().isEmpty()));
            } else if (effect instanceof TenureEffect.KeepPromise promise) {
                turn.add(new Effect.KeepPromise(promise.heartbeat(), promise.until()));
            } else {
                turn.add(new Effect.Reread());
            }
        }
    }

    /** Rule 6: what an earlier run left in the kernel is a lease as well. */
    private void promise(Effect.SendAck ack, MonotonicTime now) {
        discardInheritance(now);
        turn.add(ack);
        Duration promise = parts.settings.timing().promise();
        parts.departure.ackLeft(now.plus(promise).plus(promise.dividedBy(5))); // and one heartbeat more
        parts.placement.removeNow(now);
    }

    /** Silences and removes what an earlier run left, if it left anything. */
    void discardInheritance(MonotonicTime now) {
        if (parts.inheritance.isPresent()) {
            parts.inheritance.settle();
            turn.notice(Severity.INFO, "what the last run left in the kernel is removed");
            turn.add(new Effect.RevokeLease());
            parts.placement.remove(now);
        }
    }

    private void leaseEarned(TenureEffect.LeaseUntil lease, MonotonicTime now) {
        if (turn.is(Stage.CLAIMING) && parts.addresses.conflict().isPresent()) {
            // A stranger came while the claim was out.
            onTenure(parts.tenure.dropLease(parts.addresses.conflict().get()), now);
            return;
        }
        if (turn.is(Stage.CLAIMING)) {
            parts.record.claimed(now);
        }
        kernelConfirmed = false;
        turn.add(new Effect.SetLease(lease.until(), lease.renewal()));
    }

    /** Whether the kernel has a lease that is good for so long. */
    boolean kernelServesFor(Duration time, MonotonicTime now) {
        return kernelConfirmed
                && kernelUntil.filter(until -> now.plus(time).isBefore(until)).isPresent();
    }

    /** The kernel has the lease: next the addresses. */
    void leaseLive(MonotonicTime now) {
        kernelUntil = parts.tenure.leaseEnd();
        kernelConfirmed = true;
        if (turn.is(Stage.CLAIMING) && !parts.placement.isPlacing()) {
            parts.placement.place(now);
            place(now);
        }
    }

    /** Does with the addresses on the interface what is due now: a slice of them. */
    void place(MonotonicTime now) {
        parts.placement.onTimeout(parts.tenure.leaseEnd(), now).ifPresent(turn::add);
    }

    /** The kernel has these addresses: next everybody hears of them. */
    void addressesInPlace(List<Ipv4Address> part, MonotonicTime now) {
        if (!turn.is(Stage.CLAIMING)) {
            return; // Prolonged, or put back.
        }
        if (parts.placement.assigned(part)) {
            parts.inheritance.settle();
            parts.record.reached(Phase.INSTALLED, now);
            turn.become(Stage.HOLDING, parts.tenure.tenure().map(Tenure::why).orElse(""));
        }
        onConflictDetection(parts.addresses.inPlace(part, now), now);
    }

    /** The kernel refused what serving needs: let go, and leave it alone for a while. */
    void kernelFailed(String what, MonotonicTime now) {
        turn.notice(Severity.ERROR, what);
        parts.around.kernelFailed(what, now);
        onTenure(parts.tenure.dropLease(what), now);
    }

    /** The lease has ended: stop everything that rests on it. The tenure may still name us. */
    private void letGo(String cause, MonotonicTime now) {
        turn.add(new Effect.RevokeLease());
        stopListening(now);
        kernelUntil = Optional.empty();
        // Later, a slice at a time: without a lease the addresses are silent already, and others wait for our answers.
        parts.placement.remove(givesByPromise() ? now.plus(UNTIL_ACK) : now);
        parts.inheritance.settle();
        parts.announcements.withdraw();
        parts.record.reset();
        parts.ownMoves.holdingEnded(now);
        parts.departure.servesNoMore();
        parts.peerSigns.expectNothing();
        if (!turn.is(Stage.HANDING_OVER)) {
            boolean expected = parts.departure.isAsked();
            turn.notice(expected ? Severity.INFO : Severity.WARN, "the lease has ended: " + cause);
            turn.become(Stage.STANDBY, cause);
        }
    }

    private boolean givesByPromise() {
        return turn.is(Stage.HANDING_OVER)
                && parts.tenure
                        .tenure()
                        .filter(tenure -> tenure.mode() == Mode.PAIRED)
                        .isPresent();
    }

    /** What was served a moment ago was free of strangers then. */
    private void stopListening(MonotonicTime now) {
        boolean served = turn.is(Stage.HOLDING) || turn.is(Stage.HANDING_OVER);
        if (served && kernelUntil.isPresent()) {
            parts.readiness.served(MonotonicTime.earliest(now, kernelUntil.get()));
        } else {
            parts.readiness.deaf();
        }
        parts.addresses.stop();
    }

    /** A probe left, or did not. */
    void probeLeft(boolean sent, MonotonicTime now) {
        if (stuckProbes.after(sent, now)) {
            stuckProbes.reset();
            kernelFailed(
                    "probes do not leave " + parts.settings.networkInterface()
                            + "; check its driver, and rules on the way out",
                    now);
        }
    }
}
