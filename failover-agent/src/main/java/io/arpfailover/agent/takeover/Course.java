package io.arpfailover.agent.takeover;

import io.arpfailover.agent.takeover.Effect.Severity;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
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
    /** For so long an address that was found free counts as free. */
    private static final Duration READINESS = Duration.ofSeconds(10);

    private final Parts parts;
    private final Turn turn;
    private final Service service;
    private final Publication publication = new Publication();
    private MonotonicTime readyUntil = MonotonicTime.NEVER;
    private MonotonicTime handOverDeadline = MonotonicTime.NEVER;
    private MonotonicTime stopDeadline = MonotonicTime.NEVER;

    Course(Parts parts, Turn turn, Service service) {
        this.parts = parts;
        this.turn = turn;
        this.service = service;
    }

    MonotonicTime nextTimeout() {
        MonotonicTime next = MonotonicTime.earliest(handOverDeadline, stopDeadline);
        return switch (turn.stage()) {
            case READY -> MonotonicTime.earliest(next, readyUntil);
            case HOLDING ->
                MonotonicTime.earliest(
                        next,
                        MonotonicTime.earliest(
                                parts.lifetime.nextRefresh(),
                                MonotonicTime.earliest(parts.request.deadline(), parts.record.deadline())));
            case WAITING, STANDBY, PROBING, CONFLICT, CLAIMING, HANDING_OVER, STOPPED -> next;
        };
    }

    // ---- told from outside

    void stopAsked(MonotonicTime now) {
        Optional<Member> heir = parts.around.fitHeir();
        if (parts.around.isStopping()) {
            return;
        }
        parts.around.stop();
        if (turn.is(Stage.HOLDING) && heir.isPresent()) {
            stopDeadline = now.plus(parts.patience());
            turn.add(new Effect.RequestSwitchover(heir.get().node(), parts.settings.self() + " (stopping)"));
        } else {
            stopDeadline = turn.is(Stage.HANDING_OVER) ? now.plus(parts.patience()) : now;
        }
    }

    /** What the other member knows of us is out of date. */
    void publishAnew() {
        publication.forget();
    }

    // ---- the next step

    /** Goes as far as what is true now allows, and gives all effects of the turn. */
    List<Effect> advance(MonotonicTime now) {
        Stage before;
        do {
            before = turn.stage();
            step(now);
        } while (!turn.is(before));
        keepRecord(now);
        publish();
        return turn.end();
    }

    private void step(MonotonicTime now) {
        if (parts.around.isStopping() && now.hasReached(stopDeadline)) {
            stop(now);
        }
        switch (turn.stage()) {
            case WAITING -> waiting(now);
            case STANDBY -> standby(now);
            case PROBING, CONFLICT -> probing(now);
            case READY -> ready(now);
            case CLAIMING -> claiming();
            case HOLDING -> holding(now);
            case HANDING_OVER -> handingOver(now);
            case STOPPED -> {}
        }
    }

    private void waiting(MonotonicTime now) {
        Optional<String> obstacle = parts.around.obstacle();
        if (obstacle.isEmpty()) {
            turn.become(Stage.STANDBY, "fit to serve");
            return;
        }
        turn.stay(obstacle.get());
        if (parts.around.isRegistered() && parts.tenure.standing() == Standing.NAMED) {
            parts.around.fitHeir().ifPresent(heir -> handOver(heir.node(), obstacle.get(), now));
        }
    }

    private void standby(MonotonicTime now) {
        if (parts.around.isStopping()) {
            stopDeadline = now;
        } else if (parts.around.obstacle().isPresent()) {
            turn.become(Stage.WAITING, parts.around.obstacle().get());
        } else if (parts.inheritance.isPresent()) {
            takeUpOrDiscard(now);
        } else if (occasion().isPresent()) {
            parts.record.suspected(now);
            turn.become(Stage.PROBING, occasion().get());
            service.startProbing(now);
        }
    }

    /** An earlier run left the addresses and a live lease: if the tenure still names us, nobody needs to notice. */
    private void takeUpOrDiscard(MonotonicTime now) {
        if (parts.tenure.standing() == Standing.NAMED && parts.inheritance.serves(now)) {
            parts.record.suspected(now);
            turn.become(Stage.CLAIMING, "taking up what the last run left");
            service.onTenure(parts.tenure.claim("", now), now);
        } else if (parts.tenure.standing() != Standing.UNCERTAIN) {
            discardInheritance();
        }
    }

    private void discardInheritance() {
        parts.inheritance.settle();
        turn.notice(Severity.INFO, "what the last run left in the kernel is removed");
        turn.add(new Effect.RevokeLease());
        turn.add(new Effect.RemoveAddresses());
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
            readyUntil = now.plus(READINESS);
            turn.become(Stage.READY, "nobody else uses the addresses");
        }
    }

    private void ready(MonotonicTime now) {
        if (calledOff()) {
            return;
        }
        if (parts.addresses.conflict().isPresent()) {
            turn.become(Stage.PROBING, "a stranger came");
        } else if (now.hasReached(readyUntil)) {
            turn.become(Stage.PROBING, "the last look is too old");
            service.startProbing(now);
        } else if (parts.tenure.mayClaim()) {
            String why = occasion().orElse("");
            turn.become(Stage.CLAIMING, why);
            service.onTenure(parts.tenure.claim(why, now), now);
        }
    }

    /** Ends a preparation whose reason has gone. */
    private boolean calledOff() {
        Optional<String> obstacle = parts.around.obstacle();
        if (obstacle.isEmpty() && (occasion().isPresent() || parts.tenure.standing() == Standing.UNCERTAIN)) {
            return false;
        }
        parts.addresses.stop();
        parts.announcements.withdraw();
        parts.record.reset();
        turn.become(Stage.STANDBY, obstacle.orElse("no longer needed"));
        return true;
    }

    private void claiming() {
        if (parts.tenure.standing() != Standing.LEASED && !parts.tenure.isCalling()) {
            boolean ready = parts.addresses.allReady();
            if (!ready) {
                parts.addresses.stop();
            }
            turn.become(ready ? Stage.READY : Stage.STANDBY, "the claim did not succeed");
        }
    }

    private void holding(MonotonicTime now) {
        Optional<String> linkTrouble = parts.around.linkTrouble();
        Optional<Member> heir = parts.around.fitHeir();
        if (linkTrouble.isPresent() && heir.isPresent()) {
            handOver(heir.get().node(), linkTrouble.get(), now);
        } else {
            settle(parts.request.asHolder(parts.around.others(), now), now);
        }
    }

    private void settle(SwitchoverRequest.Decision decision, MonotonicTime now) {
        if (decision instanceof SwitchoverRequest.Decision.HandOver ready) {
            handOver(ready.to(), ready.why(), now);
        } else if (decision instanceof SwitchoverRequest.Decision.Close close) {
            turn.add(new Effect.CloseSwitchover(close.ended()));
            if (parts.around.isStopping() && close.ended().outcome() == Outcome.REFUSED) {
                stopDeadline = now; // Nobody will take the addresses, so there is nothing to wait for.
            }
        }
    }

    /** Whatever an earlier run left serves no longer once the tenure names the other. */
    private void handOver(NodeName to, String why, MonotonicTime now) {
        if (parts.inheritance.isPresent()) {
            discardInheritance();
        }
        handOverDeadline = now.plus(Parts.COORDINATION_PATIENCE);
        turn.become(Stage.HANDING_OVER, why);
        service.onTenure(parts.tenure.handOver(to, why, now), now);
    }

    private void handingOver(MonotonicTime now) {
        Standing standing = parts.tenure.standing();
        boolean given = standing == Standing.HELD_BY_OTHER || standing == Standing.ABANDONED;
        if (!given && parts.tenure.isHandingOver() && !now.hasReached(handOverDeadline)) {
            return;
        }
        handOverDeadline = MonotonicTime.NEVER;
        parts.tenure.abandonHandOver();
        if (standing == Standing.LEASED) {
            turn.become(Stage.HOLDING, "handing over was not possible");
        } else {
            turn.become(Stage.STANDBY, given ? "handed over" : "handing over could not be written; looking again");
        }
    }

    private void stop(MonotonicTime now) {
        service.onTenure(parts.tenure.dropLease("the agent is stopping"), now);
        parts.addresses.stop();
        parts.announcements.withdraw();
        if (parts.inheritance.isPresent()) {
            discardInheritance();
        }
        stopDeadline = MonotonicTime.NEVER;
        handOverDeadline = MonotonicTime.NEVER;
        turn.become(Stage.STOPPED, "told to stop");
    }

    private Optional<String> occasion() {
        return Occasion.of(parts.tenure, parts.request);
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
        Optional<String> unfit = parts.around.isStopping() ? Optional.of("it is stopping") : parts.around.obstacle();
        if (turn.is(Stage.CONFLICT)) {
            unfit = unfit.or(parts.addresses::conflict);
        }
        boolean prepared = Set.of(Stage.READY, Stage.CLAIMING).contains(turn.stage());
        Effect.Publish health = new Effect.Publish(
                unfit.isEmpty(), unfit.orElse(""), prepared ? parts.request.wantsUs() : Optional.empty());
        publication.news(health).ifPresent(turn::add);
    }
}
