package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.AcdEffect;
import io.arpfailover.agent.takeover.Effect.Severity;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.TenureEffect;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;

/**
 * Serving the addresses: from the lease to the last announcement, and all of it taken back when the lease ends.
 *
 * <p>Lease, then addresses, then announcements: each is asked for when the one before is in place.
 */
final class Service {
    private final Parts parts;
    private final Turn turn;
    private final StuckProbes stuckProbes = new StuckProbes();

    Service(Parts parts, Turn turn) {
        this.parts = parts;
        this.turn = turn;
    }

    /** Looks for other users of the addresses, from the start. */
    void startProbing(MonotonicTime now) {
        stuckProbes.reset();
        onConflictDetection(parts.addresses.start(now), now);
    }

    /** What conflict detection wants. */
    void onConflictDetection(List<AcdEffect> effects, MonotonicTime now) {
        ConflictReactions reactions = new ConflictReactions(parts.announcements, now);
        effects.forEach(effect -> effect.performOn(reactions));
        turn.add(reactions.effects());
        reactions.lost().ifPresent(cause -> onTenure(parts.tenure.dropLease(cause), now));
    }

    /** What the tenure wants, in its order. */
    void onTenure(List<TenureEffect> effects, MonotonicTime now) {
        parts.tenure.tenure().ifPresent(parts.record::seen);
        boolean over = false;
        for (TenureEffect effect : effects) {
            if (effect instanceof TenureEffect.LeaseOver end) {
                letGo(end.cause());
                over = true;
            } else if (effect instanceof TenureEffect.LeaseUntil lease) {
                leaseEarned(lease, now);
            } else if (effect instanceof TenureEffect.CompareAndSet call) {
                turn.add(new Effect.CompareAndSet(call));
            } else {
                turn.add(new Effect.Reread());
            }
        }
        if (over) {
            // Behind the call that hands the tenure over: without a lease the addresses are silent already, and taking
            // a thousand of them off takes time.
            turn.add(new Effect.RemoveAddresses());
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
        turn.add(new Effect.SetLease(lease.until(), lease.renewal()));
    }

    /** The kernel has the lease: next the addresses. */
    void leaseLive(MonotonicTime now) {
        if (turn.is(Stage.CLAIMING)) {
            parts.tenure.leaseEnd().ifPresent(end -> turn.add(parts.lifetime.assign(end, now)));
        }
    }

    /** The kernel has the addresses: next everybody hears of it. */
    void addressesInPlace(MonotonicTime now) {
        if (turn.is(Stage.CLAIMING)) {
            parts.inheritance.settle();
            parts.record.reached(Phase.INSTALLED, now);
            turn.become(Stage.HOLDING, parts.tenure.tenure().map(Tenure::why).orElse(""));
            onConflictDetection(parts.addresses.inPlace(now), now);
        }
    }

    /** The kernel refused what serving needs: let go, and leave it alone for a while. */
    void kernelFailed(String what, MonotonicTime now) {
        turn.notice(Severity.ERROR, what);
        parts.around.kernelFailed(what, now);
        onTenure(parts.tenure.dropLease(what), now);
    }

    /** The lease has ended: stop everything that rests on it. The tenure may still name us. */
    private void letGo(String cause) {
        turn.add(new Effect.RevokeLease());
        parts.inheritance.settle();
        parts.addresses.stop();
        parts.announcements.withdraw();
        parts.record.reset();
        if (!turn.is(Stage.HANDING_OVER)) {
            turn.notice(parts.around.isStopping() ? Severity.INFO : Severity.WARN, "the lease has ended: " + cause);
            turn.become(Stage.STANDBY, cause);
        }
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
