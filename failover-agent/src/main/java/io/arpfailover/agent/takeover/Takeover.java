package io.arpfailover.agent.takeover;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.health.CheckResult;
import io.arpfailover.agent.neighbor.NeighborView;
import io.arpfailover.agent.takeover.Effect.Severity;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Heartbeat;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * One member's side of a cluster: decides when to probe, claim, serve, defend and let go of the shared addresses.
 *
 * <p>Does no I/O and reads no clock. Each event goes to the part it concerns; then the {@link Course} takes the next
 * step.
 */
public final class Takeover {
    private final Parts parts;
    private final Turn turn = new Turn();
    private final Service service;
    private final Course course;
    private final Alarm promiseAlarm = new Alarm();

    public Takeover(TakeoverSettings settings, RandomGenerator random) {
        this.parts = new Parts(settings, random);
        this.service = new Service(parts, turn);
        this.course = new Course(parts, turn, service);
    }

    public Stage stage() {
        return turn.stage();
    }

    /** How long the members may take to settle a switchover. */
    public Duration patience() {
        return parts.patience();
    }

    /** Everything a person may want to know; cheap enough to make on request only. */
    public TakeoverStatus status(MonotonicTime now) {
        return new TakeoverStatus(
                turn.stage(),
                turn.because(),
                parts.around.obstacle(),
                parts.tenure.tenure(),
                parts.tenure.leaseEnd().map(now::until),
                parts.addresses.conflicts(),
                parts.announcements.repointed(),
                parts.around.link(),
                parts.around.others(),
                parts.record.phaseMicros(),
                parts.tenure.promisedUntil().map(now::until),
                parts.fitness.checks(),
                parts.strangers.list());
    }

    /** What a status does not tell; made on request only. */
    public TakeoverFigures figures(MonotonicTime now) {
        return new TakeoverFigures(
                parts.neighbors.neighbors(now).size(),
                parts.ownMoves.withinLimit(now),
                parts.fitness.gatewayReachability(),
                parts.conflicts.conflicts(),
                parts.conflicts.defences(),
                parts.conflicts.losses());
    }

    /** What whoever judges the LAN's frames must know; cheap enough to ask in every turn. */
    public PairView pair(MonotonicTime now) {
        Optional<Tenure> tenure = parts.tenure.tenure();
        return new PairView(
                parts.around.stations(),
                parts.around.areMembersKnown(),
                tenure.flatMap(Tenure::holder).filter(named -> isCurrent()),
                tenure.map(Tenure::epoch).orElse(0L),
                parts.settings.gateway().flatMap(address -> parts.neighbors.macOf(address, now)));
    }

    /** What whoever tells of this member's role must know; cheap enough to ask in every turn. */
    public ServingView serving() {
        Optional<Tenure> tenure = parts.tenure.tenure();
        return new ServingView(
                turn.stage(),
                parts.announcements.allAnnounced(),
                turn.is(Stage.HOLDING) ? Optional.empty() : parts.fault(),
                turn.because(),
                tenure.flatMap(Tenure::holder),
                tenure.map(Tenure::epoch).orElse(0L),
                hasLeftServing(),
                parts.strangers.list());
    }

    /** Until when the shared addresses are ours to serve, as the lease stands; empty while they are not held. */
    public Optional<MonotonicTime> holdsUntil() {
        return turn.is(Stage.HOLDING) ? parts.tenure.leaseEnd() : Optional.empty();
    }

    /** Whether nobody else can have become the holder without our knowledge. */
    private boolean isCurrent() {
        return parts.around.hasContact() || parts.tenure.leaseEnd().isPresent();
    }

    /** The neighbours known on the LAN, by address. */
    public List<NeighborView> neighbors(MonotonicTime now) {
        return parts.neighbors.neighbors(now);
    }

    public MonotonicTime nextTimeout() {
        MonotonicTime next = MonotonicTime.earliest(course.nextTimeout(), parts.tenure.nextTimeout());
        next = MonotonicTime.earliest(next, parts.addresses.nextTimeout());
        next = MonotonicTime.earliest(next, parts.announcements.nextTimeout());
        next = MonotonicTime.earliest(next, parts.placement.nextTimeout());
        next = MonotonicTime.earliest(next, parts.peerSigns.nextTimeout());
        next = MonotonicTime.earliest(next, parts.fitness.nextTimeout());
        next = MonotonicTime.earliest(next, parts.neighbors.nextTimeout());
        return MonotonicTime.earliest(next, parts.around.nextTimeout());
    }

    /** Whether it has stopped and the kernel goes on serving, for a restart. */
    public boolean hasLeftServing() {
        return parts.departure.hasLeftServing();
    }

    /** What became due. Called first in every turn, so that a lease that ran out is lost before any frame is sent. */
    public List<Effect> onTimeout(MonotonicTime now) {
        if (!now.hasReached(nextTimeout())) {
            return List.of();
        }
        service.onTenure(parts.tenure.onTimeout(now), now);
        parts.around.onTimeout(now);
        parts.ownMoves.onTimeout(now);
        if (parts.peerSigns.lanFellQuiet(now)) {
            turn.add(parts.fitness.hurry(now));
        }
        turn.add(parts.fitness.onTimeout(now));
        turn.add(parts.neighbors.onTimeout(now));
        service.onConflictDetection(parts.addresses.onTimeout(now), now);
        turn.add(parts.announcements.onTimeout(now));
        service.place(now);
        return advance(now);
    }

    // ---- events of the wire and the kernel

    List<Effect> frameSeen(ArpFrame frame, MonotonicTime now) {
        service.onConflictDetection(parts.addresses.onPacket(frame.packet(), parts.around.stations(), now), now);
        if (parts.around.areMembersKnown()) {
            parts.strangers.onPacket(frame.packet(), parts.around.stations(), now);
        }
        turn.add(parts.neighbors.onFrame(frame, now));
        turn.add(parts.fitness.onPacket(frame.packet(), now));
        parts.around.link().mac().ifPresent(mac -> turn.add(parts.announcements.onFrame(frame, mac, now)));
        return advance(now);
    }

    List<Effect> frameSent(Outbound outbound, boolean sent, MonotonicTime now) {
        left(outbound, sent, now);
        return advance(now);
    }

    private void left(Outbound outbound, boolean sent, MonotonicTime now) {
        if (outbound instanceof Outbound.Probe probe) {
            service.onConflictDetection(parts.addresses.probeSent(probe.vip(), sent, now), now);
            service.probeLeft(sent, now);
        } else if (outbound instanceof Outbound.GatewayQuestion) {
            parts.fitness.questionLeft(sent, now);
            turn.add(sent ? parts.neighbors.asked(outbound.vip(), now) : List.of());
        } else {
            turn.add(parts.announcements.sent(outbound, sent, now));
            if (sent && outbound instanceof Outbound.RequestForm) {
                parts.addresses.announced(outbound.vip(), now);
            }
        }
    }

    List<Effect> linkSeen(LinkView seen, MonotonicTime now) {
        LinkView before = parts.around.link();
        parts.around.linkSeen(seen);
        turn.add(parts.neighbors.link(seen, now));
        turn.add(parts.fitness.link(seen.usable(), now));
        if (!before.ownMacs().equals(seen.ownMacs())) {
            course.publishAnew(); // Or the other member would take our frames for a stranger's.
        }
        if (turn.is(Stage.HOLDING) && seen.usable()) {
            if (!before.usable()) {
                turn.add(parts.announcements.linkBack(now));
            } else if (!before.mac().equals(seen.mac())) {
                turn.add(parts.announcements.macChanged(now));
            }
        }
        return advance(now);
    }

    List<Effect> addressesRemoved(List<Ipv4Address> gone, MonotonicTime now) {
        if (turn.is(Stage.HOLDING)) {
            turn.notice(
                    Severity.WARN,
                    gone.stream().map(Ipv4Address::toString).collect(Collectors.joining(", "))
                            + " taken off the interface by another program; putting it back");
            Duration left = parts.tenure.leaseEnd().map(now::until).orElseThrow();
            turn.add(new Effect.AssignAddresses(gone, left));
        }
        return advance(now);
    }

    /**
     * A live lease proves that the other member had none when this run began, so nothing that the last run promised for
     * T counts any more. Without one it must be supposed to have promised as it ended (rule 8).
     */
    List<Effect> earlierRun(Event.EarlierRun found, MonotonicTime now) {
        parts.inheritance.found(found.addressesInPlace(), found.leaseUntil());
        Duration supposed = PromiseTiming.kept(parts.settings.timing().promise());
        MonotonicTime promised =
                found.leaseUntil().isPresent() ? now : found.gone().plus(supposed);
        MonotonicTime until =
                MonotonicTime.latest(promised, found.promisedUntil().orElse(promised));
        service.onTenure(parts.tenure.restarted(until, now), now);
        return advance(now);
    }

    // ---- events of the other member

    List<Effect> heartbeatSeen(Event.HeartbeatSeen seen, MonotonicTime now) {
        noteSigns(seen.fit(), seen.onLan(), now);
        service.onTenure(parts.tenure.heartbeatSeen(seen.heartbeat(), now), now);
        return advance(now);
    }

    List<Effect> ackSeen(Event.AckSeen seen, MonotonicTime now) {
        noteSigns(seen.fit(), seen.onLan(), now);
        service.onTenure(parts.tenure.ackSeen(seen.ack(), now), now);
        return advance(now);
    }

    List<Effect> handoverSeen(Event.HandoverSeen seen, MonotonicTime now) {
        noteSigns(seen.fit(), seen.onLan(), now);
        service.onTenure(parts.tenure.handoverSeen(seen.handover(), now), now);
        return advance(now);
    }

    List<Effect> checkDone(CheckResult result, MonotonicTime now) {
        parts.fitness.checked(result, now).ifPresent(turn::add);
        return advance(now);
    }

    List<Effect> promiseKept(Heartbeat heartbeat, Optional<String> failure, MonotonicTime now) {
        if (failure.isPresent()) {
            promiseAlarm.raise(Severity.ERROR, failure.get()).ifPresent(turn::add);
        } else {
            promiseAlarm.over();
            service.onTenure(parts.tenure.promiseKept(heartbeat, now), now);
        }
        return advance(now);
    }

    private void noteSigns(boolean fit, boolean onLan, MonotonicTime now) {
        parts.around.peerSays(fit);
        if (onLan) {
            parts.peerSigns.heardOnLan(now);
        }
    }

    List<Effect> leaseSet(Event.LeaseOutcome outcome, String text, MonotonicTime now) {
        switch (outcome) {
            case LIVE -> service.leaseLive(now);
            case LAPSED -> service.onTenure(parts.tenure.dropLease(text), now);
            case FAILED -> service.kernelFailed(text, now);
        }
        return advance(now);
    }

    List<Effect> addressesAssigned(List<Ipv4Address> part, Optional<String> failure, MonotonicTime now) {
        failure.ifPresentOrElse(text -> service.kernelFailed(text, now), () -> service.addressesInPlace(part, now));
        return advance(now);
    }

    // ---- events of ZooKeeper

    List<Effect> registered(Duration session, MonotonicTime now) {
        parts.around.registered();
        course.publishAnew();
        service.onTenure(parts.tenure.registered(session, now), now);
        return advance(now);
    }

    List<Effect> notRegistered(String why, MonotonicTime now) {
        if (parts.around.notRegistered(why)) {
            turn.notice(Severity.ERROR, why);
        }
        return advance(now);
    }

    List<Effect> contactChanged(boolean connected, MonotonicTime now) {
        parts.around.contact(connected);
        if (!connected && turn.is(Stage.HOLDING)) {
            turn.notice(Severity.WARN, "no contact with ZooKeeper; the addresses stay " + howLong(now));
        }
        return advance(now);
    }

    private String howLong(MonotonicTime now) {
        long left =
                parts.tenure.leaseEnd().map(now::until).orElse(Duration.ZERO).toMillis();
        return parts.tenure.isAnswered()
                ? "as long as the other member answers; if it is lost too, for at most "
                        + parts.settings.timing().promise().toMillis() + " ms"
                : "for at most " + left + " ms unless it comes back";
    }

    List<Effect> storeFailed(String what, MonotonicTime now) {
        if (parts.around.storeFailed(what)) {
            turn.notice(Severity.ERROR, what);
        }
        return advance(now);
    }

    List<Effect> sessionLost(MonotonicTime now) {
        parts.around.sessionLost();
        parts.request.forget(); // What was asked in another session is not ours to act on.
        service.onTenure(parts.tenure.sessionLost(now), now);
        return advance(now);
    }

    List<Effect> tenureRead(VersionedTenure seen, MonotonicTime now) {
        service.onTenure(parts.tenure.read(seen, now), now);
        return advance(now);
    }

    List<Effect> membersRead(List<Member> members, MonotonicTime now) {
        if (parts.around.membersRead(members)) {
            parts.tenure.otherRunsAnew();
        }
        parts.addresses.acquit(parts.around.stations());
        parts.tenure.members(members.stream().map(Member::node).collect(Collectors.toUnmodifiableSet()));
        return advance(now);
    }

    List<Effect> intentRead(Intent intent, MonotonicTime now) {
        parts.around.intentRead(intent);
        parts.request.read(intent, now).ifPresent(leftover -> turn.add(new Effect.CloseSwitchover(leftover)));
        return advance(now);
    }

    List<Effect> callAnswered(long call, Answer answer, MonotonicTime now) {
        service.onTenure(parts.tenure.answered(call, answer, now), now);
        return advance(now);
    }

    // ---- events of the administrator

    List<Effect> stopAsked(boolean forRestart, MonotonicTime now) {
        course.stopAsked(forRestart, now);
        return advance(now);
    }

    List<Effect> reconfigured(TakeoverSettings settings, MonotonicTime now) {
        turn.add(parts.reconfigure(settings, now));
        return advance(now);
    }

    private List<Effect> advance(MonotonicTime now) {
        // A frame that found no room has not left, and whoever wanted it sent is told so.
        parts.announcements.takeDropped().forEach(dropped -> left(dropped, false, now));
        return course.advance(now);
    }
}
