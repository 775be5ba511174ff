package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.TenureProtocol.Standing;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The stages a member goes through, and the steps between them.
 *
 * <p>Level-triggered: {@link #advance} looks at what is true and takes whatever step that allows, so it does not matter
 * which event made it true. The package shows the picture.
 */
final class Course {
    /** For so long a claim may wait for the lease it is to earn. */
    private static final Duration CLAIM_PATIENCE = Duration.ofSeconds(10);

    private final Parts parts;
    private final Turn turn;
    private final Service service;
    private final OwnWill ownWill;
    private final Exit exit;
    private final Publication publication = new Publication();
    private final Correspondence correspondence;
    private MonotonicTime handOverDeadline = MonotonicTime.NEVER;
    private MonotonicTime claimDeadline = MonotonicTime.NEVER;

    Course(Parts parts, Turn turn, Service service) {
        this.parts = parts;
        this.turn = turn;
        this.service = service;
        this.ownWill = new OwnWill(parts, turn);
        this.exit = new Exit(parts, turn, service);
        this.correspondence = new Correspondence(parts.settings.self());
    }

    MonotonicTime nextTimeout() {
        MonotonicTime next = parts.departure.deadline();
        return switch (turn.stage()) {
            case STANDBY -> looksAhead() ? MonotonicTime.earliest(next, parts.readiness.nextLook()) : next;
            case READY -> MonotonicTime.earliest(next, parts.readiness.freshUntil());
            case CLAIMING -> MonotonicTime.earliest(next, claimDeadline);
            case HOLDING ->
                MonotonicTime.earliest(
                        next,
                        MonotonicTime.earliest(
                                parts.ownMoves.nextTimeout(),
                                MonotonicTime.earliest(parts.request.deadline(), parts.record.deadline())));
            case HANDING_OVER -> MonotonicTime.earliest(next, handOverDeadline);
            case WAITING, PROBING, CONFLICT, STOPPED -> next;
        };
    }

    // ---- told from outside

    void stopAsked(boolean forRestart, MonotonicTime now) {
        exit.asked(forRestart, now);
    }

    /** What the other member knows of us is out of date. */
    void publishAnew() {
        publication.forget();
    }

    // ---- the next step

    /** Goes as far as what is true now allows, and gives all effects of the turn. */
    List<Effect> advance(MonotonicTime now) {
        if (parts.settings.hasPeer()) {
            correspondence.news(parts.tenure.tenure(), parts.around.others()).ifPresent(turn::add);
        }
        Stage before;
        do {
            before = turn.stage();
            step(now);
        } while (!turn.is(before));
        keepRecord(now);
        ownWill.tellOfDoubleLoss();
        publish();
        return turn.end();
    }

    private void step(MonotonicTime now) {
        exit.advance(now);
        switch (turn.stage()) {
            case WAITING -> waiting(now);
            case STANDBY -> standby(now);
            case PROBING, CONFLICT -> probing(now);
            case READY -> ready(now);
            case CLAIMING -> claiming(now);
            case HOLDING -> holding(now);
            case HANDING_OVER -> handingOver(now);
            case STOPPED -> {}
        }
    }

    private void waiting(MonotonicTime now) {
        Optional<String> obstacle = parts.obstacle();
        if (obstacle.isEmpty()) {
            turn.become(Stage.STANDBY, "fit to serve");
            return;
        }
        turn.stay(obstacle.get());
        boolean named = parts.around.isRegistered() && parts.tenure.standing() == Standing.NAMED;
        if (named && !parts.around.intent().isPaused()) {
            parts.around.fitHeir().ifPresent(heir -> handOver(heir.node(), obstacle.get(), now));
        }
    }

    private void standby(MonotonicTime now) {
        Optional<String> occasion = Occasion.of(parts);
        if (parts.departure.isAsked()) {
            endWhenReleased(now);
        } else if (parts.obstacle().isPresent()) {
            turn.become(Stage.WAITING, parts.obstacle().get());
        } else if (parts.inheritance.isPresent()) {
            takeUpOrDiscard(now);
        } else if (occasion.isPresent()) {
            prepare(occasion.get(), now);
        } else {
            ownWill.tellOfLoss();
            lookAhead(now);
        }
    }

    /** The new holder of a PAIRED tenure waits for our ack, which is release and promise in one. */
    private void endWhenReleased(MonotonicTime now) {
        if (!parts.departure.isNeeded()) {
            parts.departure.endBy(now);
        }
    }

    /** An earlier run left the addresses and a live lease: if the tenure still names us, nobody needs to notice. */
    private void takeUpOrDiscard(MonotonicTime now) {
        if (parts.tenure.standing() == Standing.NAMED && parts.inheritance.serves(now)) {
            if (parts.tenure.mayClaim()) {
                parts.record.suspected(now);
                claim("taking up what the last run left", "", now);
            }
        } else if (parts.tenure.standing() != Standing.UNCERTAIN) {
            service.discardInheritance(now);
        }
    }

    /** A holder that only falls silent leaves time for a new look; else an earlier one must do, if it is fresh. */
    private void prepare(String occasion, MonotonicTime now) {
        ownWill.calm();
        parts.record.suspected(now);
        if (parts.readiness.isFresh(now) && parts.tenure.standing() != Standing.SUSPECTED) {
            turn.become(Stage.READY, occasion);
        } else {
            turn.become(Stage.PROBING, occasion);
            service.startProbing(now);
        }
    }

    /** Whether an heir looks now and then whether anybody else has the addresses that the holder serves. */
    private boolean looksAhead() {
        return !parts.departure.isAsked()
                && !parts.inheritance.isPresent()
                && parts.tenure.standing() == Standing.HELD_BY_OTHER
                && parts.tenure.tenure().orElseThrow().mode() == Mode.PAIRED
                && parts.obstacle().isEmpty();
    }

    private void lookAhead(MonotonicTime now) {
        if (!looksAhead()) {
            return;
        }
        if (now.hasReached(parts.readiness.nextLook())) {
            service.startProbing(now);
        } else if (parts.addresses.allReady() && parts.readiness.isLooking()) {
            parts.readiness.found(now);
        }
    }

    private void probing(MonotonicTime now) {
        if (calledOff()) {
            return;
        }
        Optional<String> conflict = parts.addresses.conflict();
        if (conflict.isPresent()) {
            turn.stay(conflict.get());
            settle(parts.request.asHeirUnable(conflict.get()), now);
            if (turn.is(Stage.PROBING)) {
                turn.become(Stage.CONFLICT, conflict.get());
            }
        } else if (parts.addresses.allReady()) {
            parts.readiness.found(now);
            turn.become(Stage.READY, "nobody else uses the addresses");
        } else if (parts.tenure.mayClaim() && parts.readiness.isFresh(now)) {
            turn.become(Stage.READY, "an earlier look found nobody else");
        }
    }

    private void ready(MonotonicTime now) {
        if (calledOff()) {
            return;
        }
        if (parts.addresses.conflict().isPresent()) {
            turn.become(Stage.PROBING, "a stranger came");
        } else if (!parts.readiness.isFresh(now)) {
            turn.become(Stage.PROBING, "the last look is too old");
            service.startProbing(now);
        } else if (parts.tenure.mayClaim()) {
            String why = Occasion.of(parts).orElse("");
            claim(why, why, now);
        }
    }

    private void claim(String cause, String why, MonotonicTime now) {
        claimDeadline = now.plus(CLAIM_PATIENCE);
        if (parts.tenure.standing() == Standing.ABANDONED) {
            parts.around.lost(parts.tenure.tenure().flatMap(Tenure::holder));
        }
        turn.become(Stage.CLAIMING, cause);
        service.onTenure(parts.tenure.claim(why, now), now);
    }

    /** Ends a preparation whose reason has gone. */
    private boolean calledOff() {
        Optional<String> obstacle = parts.obstacle();
        boolean wanted = Occasion.of(parts).isPresent() || parts.tenure.standing() == Standing.UNCERTAIN;
        if (obstacle.isEmpty() && wanted) {
            return false;
        }
        if (!looksAhead()) {
            parts.addresses.stop();
            parts.readiness.deaf();
            parts.announcements.withdraw();
        }
        parts.record.reset();
        turn.become(Stage.STANDBY, obstacle.orElse("no longer needed"));
        return true;
    }

    private void claiming(MonotonicTime now) {
        boolean seeking = parts.tenure.isSeeking();
        if (seeking && now.hasReached(claimDeadline)) {
            service.onTenure(parts.tenure.dropLease("the claim earned no lease"), now);
            seeking = false;
        }
        if (parts.tenure.standing() != Standing.LEASED && !seeking) {
            boolean ready = parts.addresses.allReady() && parts.readiness.isFresh(now);
            if (!ready) {
                parts.addresses.stop();
                parts.readiness.deaf();
            }
            turn.become(ready ? Stage.READY : Stage.STANDBY, "the claim did not succeed");
        }
    }

    private void holding(MonotonicTime now) {
        if (parts.request.isForced() && parts.request.wantsUs().isPresent()) {
            parts.ownMoves.tolerate();
        }
        settle(parts.request.asHolder(parts.around.others(), now), now);
        if (turn.is(Stage.HOLDING)) {
            ownWill.asHolder(now).ifPresent(wish -> handOver(wish.to(), wish.why(), now));
        }
    }

    private void settle(SwitchoverRequest.Decision decision, MonotonicTime now) {
        if (decision instanceof SwitchoverRequest.Decision.HandOver ready) {
            handOver(ready.to(), ready.why(), now);
        } else if (decision instanceof SwitchoverRequest.Decision.Close close) {
            turn.add(new Effect.CloseSwitchover(close.ended()));
            if (parts.departure.isAsked() && close.ended().outcome() == Outcome.REFUSED) {
                parts.departure.endBy(now); // Nobody will take the addresses, so there is nothing to wait for.
            }
        }
    }

    /** Whatever an earlier run left serves no longer once the tenure names the other. */
    private void handOver(NodeName to, String why, MonotonicTime now) {
        service.discardInheritance(now);
        handOverDeadline = now.plus(Parts.COORDINATION_PATIENCE);
        turn.become(Stage.HANDING_OVER, why);
        service.onTenure(parts.tenure.handOver(to, why, now), now);
    }

    private void handingOver(MonotonicTime now) {
        Standing standing = parts.tenure.standing();
        boolean given = switch (standing) {
            case HELD_BY_OTHER, SUSPECTED, ABANDONED -> true;
            case UNCERTAIN, VACANT, NAMED, LEASED -> false;
        };
        if (!given && parts.tenure.isHandingOver() && !now.hasReached(handOverDeadline)) {
            return;
        }
        handOverDeadline = MonotonicTime.NEVER;
        parts.tenure.abandonHandOver();
        if (given && parts.departure.isAsked() && parts.settings.hasPeer()) {
            parts.departure.oweAck(now.plus(parts.settings.timing().promise().multipliedBy(2)));
        }
        if (standing == Standing.LEASED) {
            turn.become(Stage.HOLDING, "handing over was not possible");
        } else {
            turn.become(Stage.STANDBY, given ? "handed over" : "handing over could not be written; looking again");
        }
    }

    // ---- what others are told

    private void keepRecord(MonotonicTime now) {
        if (!turn.is(Stage.HOLDING)) {
            return;
        }
        if (parts.announcements.allAnnounced()) {
            parts.record.reached(Phase.ANNOUNCED, now);
        }
        if (parts.announcements.allRepointed()) {
            parts.record.reached(Phase.REPOINTED, now);
        }
        parts.record
                .entry(
                        parts.settings.self(),
                        parts.tenure.tenure().orElseThrow(),
                        parts.settings.gateway().isPresent(),
                        now)
                .ifPresent(turn::add);
    }

    private void publish() {
        if (!parts.around.isRegistered()) {
            return;
        }
        Optional<String> unfit = parts.unfitBecause();
        boolean prepared = Set.of(Stage.READY, Stage.CLAIMING).contains(turn.stage());
        Effect.Publish health = new Effect.Publish(
                unfit.isEmpty(), unfit.orElse(""), prepared ? parts.request.wantsUs() : Optional.empty());
        publication.news(health).ifPresent(turn::add);
    }
}
