package io.arpfailover.agent.takeover;

import io.arpfailover.agent.takeover.Effect.Severity;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;

/**
 * How a member ends: for good it hands over first, if there is an heir; for a restart the kernel goes on serving, by the
 * heir's long promise if it gives one.
 */
final class Exit {
    /** A member that leaves for a restart gets the long promise by then, or hands over. */
    private static final Duration RESTART_PATIENCE = Duration.ofSeconds(2);

    private final Parts parts;
    private final Turn turn;
    private final Service service;

    Exit(Parts parts, Turn turn, Service service) {
        this.parts = parts;
        this.turn = turn;
        this.service = service;
    }

    void asked(boolean forRestart, MonotonicTime now) {
        boolean more = parts.departure.isForRestart() && !forRestart;
        if (parts.departure.isAsked() && !more) {
            return;
        }
        if (forRestart && !turn.is(Stage.HANDING_OVER)) {
            leaveForRestart(now);
        } else {
            leaveForGood(now);
        }
    }

    private void leaveForRestart(MonotonicTime now) {
        if (turn.is(Stage.HOLDING) && parts.tenure.isAnswered()) {
            parts.departure.begin(Departure.Kind.FOR_RESTART, now.plus(RESTART_PATIENCE));
            parts.departure.awaitLongPromise();
            parts.tenure.askLongPromise(now);
            service.onTenure(parts.tenure.onTimeout(now), now);
        } else if (turn.is(Stage.HOLDING) && parts.around.fitHeir().isPresent()) {
            leaveForGood(now);
        } else {
            parts.departure.begin(Departure.Kind.FOR_RESTART, now);
        }
    }

    private void leaveForGood(MonotonicTime now) {
        Optional<Member> heir = parts.around.fitHeir();
        if (turn.is(Stage.HOLDING) && heir.isPresent()) {
            parts.departure.begin(Departure.Kind.FOR_GOOD, now.plus(parts.patience()));
            turn.add(new Effect.RequestSwitchover(heir.get().node(), parts.settings.self() + " (stopping)"));
        } else {
            parts.departure.begin(
                    Departure.Kind.FOR_GOOD, turn.is(Stage.HANDING_OVER) ? now.plus(parts.patience()) : now);
        }
    }

    /** Goes as far towards the end as what is true now allows, once it was asked for. */
    void advance(MonotonicTime now) {
        if (!parts.departure.isAsked() || turn.is(Stage.STOPPED)) {
            return;
        }
        boolean due = now.hasReached(parts.departure.deadline());
        if (parts.departure.isForRestart() && turn.is(Stage.HOLDING)) {
            if (service.kernelServesFor(restartLease(), now)) {
                leaveServing(now);
            } else if (due) {
                turn.notice(Severity.WARN, "no long promise from the other member; handing over before the restart");
                leaveForGood(now);
            }
        } else if (due) {
            stop(now);
        }
    }

    /** What the lease must be good for before a restart: what the other member promised, or all that ZooKeeper gives. */
    private Duration restartLease() {
        return parts.departure.awaitsLongPromise()
                ? parts.settings.timing().restart().dividedBy(2)
                : Duration.ZERO;
    }

    private void leaveServing(MonotonicTime now) {
        Duration left = parts.tenure.leaseEnd().map(now::until).orElseThrow();
        turn.add(new Effect.AssignAddresses(parts.settings.addresses(), left));
        parts.announcements.withdraw();
        parts.departure.leaveServing();
        turn.become(Stage.STOPPED, "restarting; the kernel serves for " + left.toMillis() + " ms");
    }

    private void stop(MonotonicTime now) {
        service.onTenure(parts.tenure.dropLease("the agent is stopping"), now);
        parts.addresses.stop();
        parts.announcements.withdraw();
        service.discardInheritance(now);
        parts.departure.end();
        turn.become(Stage.STOPPED, "told to stop");
    }
}
