package io.arpfailover.agent.takeover;

import io.arpfailover.agent.takeover.Effect.Severity;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.TenureProtocol.Standing;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;

/**
 * What a member does without being told: a holder leaves when it should not serve, or gives back; and what it would have
 * done but may not, told once.
 */
final class OwnWill {
    /** To whom the addresses should go, and why. */
    record Wish(NodeName to, String why) {}

    /** An attempt that failed is made again after this time. */
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(2);

    private final Parts parts;
    private final Turn turn;
    private final Alarm alarm = new Alarm();
    private final Alarm doubleLoss = new Alarm();

    OwnWill(Parts parts, Turn turn) {
        this.parts = parts;
        this.turn = turn;
    }

    /** All is well again. */
    void calm() {
        alarm.over();
    }

    /** To whom we hand over at once by our own will, if we do. A fail-back is asked for, and comes back as a request. */
    Optional<Wish> asHolder(MonotonicTime now) {
        Optional<NodeName> heir = parts.around.fitHeir().map(member -> member.node());
        parts.ownMoves.heirIs(heir, now);
        Optional<String> reservation = parts.ownMoves.unlessTolerated(parts.reservation());
        Optional<String> trouble = parts.around.linkTrouble().or(() -> reservation);
        if (parts.departure.isAsked()) {
            return Optional.empty();
        }
        if (trouble.isEmpty()) {
            giveBack(now);
            return Optional.empty();
        }
        if (heir.isEmpty()) {
            raise(Severity.ERROR, trouble.get() + ", and no other member is fit to take over");
            return Optional.empty();
        }
        boolean asked = parts.around.maintenance().isPresent();
        if (!asked && !mayMove(trouble.get(), now)) {
            return Optional.empty();
        }
        if (!parts.ownMoves.isResting()) {
            parts.ownMoves.notBefore(now.plus(BETWEEN_ATTEMPTS));
            return Optional.of(new Wish(heir.get(), trouble.get()));
        }
        return Optional.empty();
    }

    private void giveBack(MonotonicTime now) {
        if (!parts.ownMoves.isDueBack()) {
            if (parts.ownMoves.withinLimit(now)) {
                calm();
            }
            return;
        }
        NodeName preferred = parts.ownMoves.dueBackTo();
        if (mayMove(preferred + " is preferred", now)) {
            parts.ownMoves.notBefore(now.plus(parts.patience().multipliedBy(2)));
            turn.add(new Effect.RequestSwitchover(preferred, parts.settings.self() + " (fail-back)"));
        }
    }

    private boolean mayMove(String why, MonotonicTime now) {
        if (parts.around.intent().isPaused()) {
            raise(Severity.ERROR, why + ", but the cluster is paused; 'resume', or move the addresses by 'switchover'");
            return false;
        }
        if (parts.settings.failback() instanceof Failback.Manual
                && parts.around.linkTrouble().isEmpty()) {
            raise(Severity.ERROR, why + ", but failback is manual; move the addresses by 'switchover'");
            return false;
        }
        if (!parts.ownMoves.withinLimit(now)) {
            raise(
                    Severity.ERROR,
                    why + ", but " + parts.settings.movesPerHour()
                            + " moves in an hour are the limit (moves.perHour); find out why they move");
            parts.ownMoves.notBefore(parts.ownMoves.allowsAgain(now));
            return false;
        }
        return true;
    }

    /** The holder is lost, and what it takes to replace it is lost as well. */
    void tellOfDoubleLoss() {
        if (parts.tenure.isHolderLost() && !parts.around.hasContact()) {
            doubleLoss
                    .raise(
                            Severity.ERROR,
                            Occasion.loss(parts.tenure)
                                    + ", and no contact with ZooKeeper: nobody serves until one of them is back;"
                                    + " check the ensemble and the network to it")
                    .ifPresent(turn::add);
        } else {
            doubleLoss.over();
        }
    }

    /** The holder is lost and we do not take over: somebody must know why. */
    void tellOfLoss() {
        if (parts.tenure.standing() != Standing.ABANDONED) {
            calm();
            return;
        }
        String loss = Occasion.loss(parts.tenure);
        if (parts.around.intent().isPaused()) {
            raise(Severity.ERROR, loss + ", but the cluster is paused, so nobody serves; 'resume', or 'switchover'");
        } else {
            Occasion.abstention(parts)
                    .ifPresent(why -> raise(Severity.ERROR, loss + ", but this member is not fit: " + why));
        }
    }

    private void raise(Severity severity, String text) {
        alarm.raise(severity, text).ifPresent(turn::add);
    }
}
