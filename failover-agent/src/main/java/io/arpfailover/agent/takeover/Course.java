package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.AcdEffect;
import io.arpfailover.agent.takeover.Effect.Notice;
import io.arpfailover.agent.takeover.Effect.Severity;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.TenureEffect;
import io.arpfailover.coordinator.tenure.TenureProtocol;
import io.arpfailover.coordinator.tenure.TenureProtocol.Standing;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The stages a member goes through, and the steps between them.
 *
 * <p>Level-triggered: {@link #advance} looks at what is true and takes whatever step that allows, so it does not matter
 * which event made it true. The package shows the picture.
 */
final class Course {
    /** For so long an address that was found free counts as free. */
    private static final Duration READINESS = Duration.ofSeconds(10);

    /** What a member may need beyond conflict detection to become ready, or to write that it let go. */
    private static final Duration COORDINATION_PATIENCE = Duration.ofSeconds(5);

    final TakeoverSettings settings;
    final TenureProtocol tenure;
    final VirtualAddresses addresses;
    final Announcements announcements;
    final Circumstances around;
    final SwitchoverRequest request;
    final Inheritance inheritance = new Inheritance();
    final Lifetime lifetime = new Lifetime();
    final TakeoverRecord record = new TakeoverRecord();

    private List<Effect> turn = new ArrayList<>();
    private Stage stage = Stage.WAITING;
    private String because = "starting";
    private MonotonicTime readyUntil = MonotonicTime.NEVER;
    private MonotonicTime handOverDeadline = MonotonicTime.NEVER;
    private final StuckProbes stuckProbes = new StuckProbes();
    private final Publication publication = new Publication();
    private boolean stopping;
    private MonotonicTime stopDeadline = MonotonicTime.NEVER;

    Course(TakeoverSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.tenure = new TenureProtocol(settings.self());
        this.addresses = new VirtualAddresses(settings, random);
        this.announcements = new Announcements(settings);
        this.around = new Circumstances(settings.self(), settings.networkInterface());
        this.request = new SwitchoverRequest(settings.self(), patience());
    }

    Stage stage() {
        return stage;
    }

    boolean is(Stage expected) {
        return stage == expected;
    }

    String because() {
        return because;
    }

    Duration patience() {
        return settings.acd().worstCase().plus(COORDINATION_PATIENCE);
    }

    MonotonicTime nextTimeout() {
        MonotonicTime next = MonotonicTime.earliest(handOverDeadline, stopDeadline);
        return switch (stage) {
            case READY -> MonotonicTime.earliest(next, readyUntil);
            case HOLDING ->
                MonotonicTime.earliest(
                        next,
                        MonotonicTime.earliest(
                                lifetime.nextRefresh(), MonotonicTime.earliest(request.deadline(), record.deadline())));
            case WAITING, STANDBY, PROBING, CONFLICT, CLAIMING, HANDING_OVER, STOPPED -> next;
        };
    }

    // ---- what the parts want done

    void add(Effect effect) {
        turn.add(effect);
    }

    void add(List<Effect> effects) {
        turn.addAll(effects);
    }

    void notice(Severity severity, String text) {
        add(new Notice(severity, text));
    }

    void onConflictDetection(List<AcdEffect> effects, MonotonicTime now) {
        ConflictReactions reactions = new ConflictReactions(announcements, now);
        effects.forEach(effect -> effect.performOn(reactions));
        add(reactions.effects());
        reactions.lost().ifPresent(cause -> onTenure(tenure.dropLease(cause), now));
    }

    void onTenure(List<TenureEffect> effects, MonotonicTime now) {
        tenure.tenure().ifPresent(record::seen);
        boolean over = false;
        for (TenureEffect effect : effects) {
            if (effect instanceof TenureEffect.LeaseOver end) {
                letGo(end.cause());
                over = true;
            } else if (effect instanceof TenureEffect.LeaseUntil lease) {
                leaseEarned(lease, now);
            } else if (effect instanceof TenureEffect.CompareAndSet call) {
                add(new Effect.CompareAndSet(call));
            } else {
                add(new Effect.Reread());
            }
        }
        if (over) {
            // Behind the call that hands the tenure over: without a lease the addresses are silent already, and taking
            // a thousand of them off takes time.
            add(new Effect.RemoveAddresses());
        }
    }

    private void leaseEarned(TenureEffect.LeaseUntil lease, MonotonicTime now) {
        if (stage == Stage.CLAIMING && addresses.conflict().isPresent()) {
            onTenure(tenure.dropLease(addresses.conflict().get()), now); // A stranger came while the claim was out.
            return;
        }
        if (stage == Stage.CLAIMING) {
            record.claimed(now);
        }
        add(new Effect.SetLease(lease.until(), lease.renewal()));
    }

    /** The kernel has the lease: next the addresses. */
    void leaseLive(MonotonicTime now) {
        if (stage == Stage.CLAIMING) {
            tenure.leaseEnd().ifPresent(end -> add(lifetime.assign(end, now)));
        }
    }

    /** The kernel has the addresses: next everybody hears of it. */
    void addressesInPlace(MonotonicTime now) {
        if (stage == Stage.CLAIMING) {
            inheritance.settle();
            record.reached(Phase.INSTALLED, now);
            become(Stage.HOLDING, tenure.tenure().map(Tenure::why).orElse(""));
            onConflictDetection(addresses.inPlace(now), now);
        }
    }

    void kernelFailed(String what, MonotonicTime now) {
        notice(Severity.ERROR, what);
        around.kernelFailed(what, now);
        onTenure(tenure.dropLease(what), now);
    }

    /** The lease has ended: stop everything that rests on it. The tenure may still name us. */
    private void letGo(String cause) {
        add(new Effect.RevokeLease());
        inheritance.settle();
        addresses.stop();
        announcements.withdraw();
        record.reset();
        if (stage != Stage.HANDING_OVER) {
            notice(stopping ? Severity.INFO : Severity.WARN, "the lease has ended: " + cause);
            become(Stage.STANDBY, cause);
        }
    }

    // ---- told from outside

    void stopAsked(MonotonicTime now) {
        Optional<Member> heir = around.fitHeir();
        if (stopping) {
            return;
        }
        stopping = true;
        if (stage == Stage.HOLDING && heir.isPresent()) {
            stopDeadline = now.plus(patience());
            add(new Effect.RequestSwitchover(heir.get().node(), settings.self() + " (stopping)"));
        } else {
            stopDeadline = stage == Stage.HANDING_OVER ? now.plus(patience()) : now;
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
            before = stage;
            step(now);
        } while (stage != before);
        keepRecord(now);
        publish();
        List<Effect> effects = turn;
        turn = new ArrayList<>();
        return effects;
    }

    private void step(MonotonicTime now) {
        if (stopping && now.hasReached(stopDeadline)) {
            stop(now);
        }
        switch (stage) {
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
        Optional<String> obstacle = around.obstacle();
        if (obstacle.isEmpty()) {
            become(Stage.STANDBY, "fit to serve");
            return;
        }
        because = obstacle.get();
        if (around.isRegistered() && tenure.standing() == Standing.NAMED) {
            around.fitHeir().ifPresent(heir -> handOver(heir.node(), obstacle.get(), now));
        }
    }

    private void standby(MonotonicTime now) {
        if (stopping) {
            stopDeadline = now;
        } else if (around.obstacle().isPresent()) {
            become(Stage.WAITING, around.obstacle().get());
        } else if (inheritance.isPresent()) {
            takeUpOrDiscard(now);
        } else if (occasion().isPresent()) {
            record.suspected(now);
            stuckProbes.reset();
            become(Stage.PROBING, occasion().get());
            onConflictDetection(addresses.start(now), now);
        }
    }

    /** An earlier run left the addresses and a live lease: if the tenure still names us, nobody needs to notice. */
    private void takeUpOrDiscard(MonotonicTime now) {
        if (tenure.standing() == Standing.NAMED && inheritance.serves(now)) {
            record.suspected(now);
            become(Stage.CLAIMING, "taking up what the last run left");
            onTenure(tenure.claim("", now), now);
        } else if (tenure.standing() != Standing.UNCERTAIN) {
            discardInheritance();
        }
    }

    private void discardInheritance() {
        inheritance.settle();
        notice(Severity.INFO, "what the last run left in the kernel is removed");
        add(new Effect.RevokeLease());
        add(new Effect.RemoveAddresses());
    }

    private void probing(MonotonicTime now) {
        if (calledOff()) {
            return;
        }
        Optional<String> conflict = addresses.conflict();
        if (conflict.isPresent()) {
            because = conflict.get();
            settle(request.asHeirUnable(because), now);
            if (stage == Stage.PROBING) {
                become(Stage.CONFLICT, because);
            }
        } else if (addresses.allReady()) {
            readyUntil = now.plus(READINESS);
            become(Stage.READY, "nobody else uses the addresses");
        }
    }

    private void ready(MonotonicTime now) {
        if (calledOff()) {
            return;
        }
        if (addresses.conflict().isPresent()) {
            become(Stage.PROBING, "a stranger came");
        } else if (now.hasReached(readyUntil)) {
            become(Stage.PROBING, "the last look is too old");
            onConflictDetection(addresses.start(now), now);
        } else if (tenure.mayClaim()) {
            String why = occasion().orElse("");
            become(Stage.CLAIMING, why);
            onTenure(tenure.claim(why, now), now);
        }
    }

    void probeLeft(boolean sent, MonotonicTime now) {
        if (stuckProbes.after(sent, now)) {
            stuckProbes.reset();
            kernelFailed(
                    "probes do not leave " + settings.networkInterface()
                            + "; check its driver, and rules on the way out",
                    now);
        }
    }

    /** Ends a preparation whose reason has gone. */
    private boolean calledOff() {
        Optional<String> obstacle = around.obstacle();
        if (obstacle.isEmpty() && (occasion().isPresent() || tenure.standing() == Standing.UNCERTAIN)) {
            return false;
        }
        addresses.stop();
        announcements.withdraw();
        record.reset();
        become(Stage.STANDBY, obstacle.orElse("no longer needed"));
        return true;
    }

    private void claiming() {
        if (tenure.standing() != Standing.LEASED && !tenure.isCalling()) {
            boolean ready = addresses.allReady();
            if (!ready) {
                addresses.stop();
            }
            become(ready ? Stage.READY : Stage.STANDBY, "the claim did not succeed");
        }
    }

    private void holding(MonotonicTime now) {
        Optional<String> linkTrouble = around.linkTrouble();
        Optional<Member> heir = around.fitHeir();
        if (linkTrouble.isPresent() && heir.isPresent()) {
            handOver(heir.get().node(), linkTrouble.get(), now);
        } else {
            settle(request.asHolder(around.others(), now), now);
        }
    }

    private void settle(SwitchoverRequest.Decision decision, MonotonicTime now) {
        if (decision instanceof SwitchoverRequest.Decision.HandOver ready) {
            handOver(ready.to(), ready.why(), now);
        } else if (decision instanceof SwitchoverRequest.Decision.Close close) {
            add(new Effect.CloseSwitchover(close.ended()));
            if (stopping && close.ended().outcome() == Outcome.REFUSED) {
                stopDeadline = now; // Nobody will take the addresses, so there is nothing to wait for.
            }
        }
    }

    /** Whatever an earlier run left serves no longer once the tenure names the other. */
    private void handOver(NodeName to, String why, MonotonicTime now) {
        if (inheritance.isPresent()) {
            discardInheritance();
        }
        handOverDeadline = now.plus(COORDINATION_PATIENCE);
        become(Stage.HANDING_OVER, why);
        onTenure(tenure.handOver(to, why, now), now);
    }

    private void handingOver(MonotonicTime now) {
        Standing standing = tenure.standing();
        boolean given = standing == Standing.HELD_BY_OTHER || standing == Standing.ABANDONED;
        if (!given && tenure.isHandingOver() && !now.hasReached(handOverDeadline)) {
            return;
        }
        handOverDeadline = MonotonicTime.NEVER;
        tenure.abandonHandOver();
        if (standing == Standing.LEASED) {
            become(Stage.HOLDING, "handing over was not possible");
        } else {
            become(Stage.STANDBY, given ? "handed over" : "handing over could not be written; looking again");
        }
    }

    private void stop(MonotonicTime now) {
        onTenure(tenure.dropLease("the agent is stopping"), now);
        addresses.stop();
        announcements.withdraw();
        if (inheritance.isPresent()) {
            discardInheritance();
        }
        stopDeadline = MonotonicTime.NEVER;
        handOverDeadline = MonotonicTime.NEVER;
        become(Stage.STOPPED, "told to stop");
    }

    private Optional<String> occasion() {
        return Occasion.of(tenure, request);
    }

    // ---- what others are told

    private void keepRecord(MonotonicTime now) {
        if (stage != Stage.HOLDING) {
            return;
        }
        if (announcements.allAnnounced()) {
            record.reached(Phase.ANNOUNCED, now);
        }
        if (announcements.allRepointed()) {
            record.reached(Phase.REPOINTED, now);
        }
        record.entry(
                        settings.self(),
                        tenure.tenure().orElseThrow(),
                        settings.gateway().isPresent(),
                        now)
                .ifPresent(this::add);
    }

    private void publish() {
        if (!around.isRegistered()) {
            return;
        }
        Optional<String> unfit = stopping ? Optional.of("it is stopping") : around.obstacle();
        if (stage == Stage.CONFLICT) {
            unfit = unfit.or(addresses::conflict);
        }
        boolean prepared = Set.of(Stage.READY, Stage.CLAIMING).contains(stage);
        Effect.Publish health =
                new Effect.Publish(unfit.isEmpty(), unfit.orElse(""), prepared ? request.wantsUs() : Optional.empty());
        publication.news(health).ifPresent(this::add);
    }

    private void become(Stage next, String cause) {
        if (next != stage) {
            add(new Effect.Transition(stage, next, cause));
        }
        stage = next;
        because = cause;
    }
}
