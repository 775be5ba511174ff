package io.arpfailover.agent.takeover;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.takeover.Effect.Severity;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
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
    private final Course course;

    public Takeover(TakeoverSettings settings, RandomGenerator random) {
        this.course = new Course(settings, random);
    }

    public Stage stage() {
        return course.stage();
    }

    /** How long the members may take to settle a switchover. */
    public Duration patience() {
        return course.patience();
    }

    /** Everything a person may want to know; cheap enough to make on request only. */
    public TakeoverStatus status(MonotonicTime now) {
        return new TakeoverStatus(
                course.stage(),
                course.because(),
                course.around.obstacle(),
                course.tenure.tenure(),
                course.tenure.leaseEnd().map(now::until),
                course.addresses.conflicts(),
                course.announcements.repointed(),
                course.around.link(),
                course.around.others(),
                course.record.phaseMicros());
    }

    public MonotonicTime nextTimeout() {
        MonotonicTime next = MonotonicTime.earliest(course.nextTimeout(), course.tenure.nextTimeout());
        next = MonotonicTime.earliest(next, course.addresses.nextTimeout());
        next = MonotonicTime.earliest(next, course.announcements.nextTimeout());
        return MonotonicTime.earliest(next, course.around.nextTimeout());
    }

    /** What became due. Called first in every turn, so that a lease that ran out is lost before any frame is sent. */
    public List<Effect> onTimeout(MonotonicTime now) {
        if (!now.hasReached(nextTimeout())) {
            return List.of();
        }
        course.onTenure(course.tenure.onTimeout(now), now);
        course.around.onTimeout(now);
        course.onConflictDetection(course.addresses.onTimeout(now), now);
        course.add(course.announcements.onTimeout(now));
        if (course.is(Stage.HOLDING)) {
            course.lifetime.refresh(course.tenure.leaseEnd(), now).ifPresent(course::add);
        }
        return advance(now);
    }

    // ---- events of the wire and the kernel

    List<Effect> frameSeen(ArpFrame frame, MonotonicTime now) {
        course.onConflictDetection(course.addresses.onPacket(frame.packet(), course.around.stations(), now), now);
        course.around.link().mac().ifPresent(mac -> course.add(course.announcements.onFrame(frame, mac, now)));
        return advance(now);
    }

    List<Effect> frameSent(Outbound outbound, boolean sent, MonotonicTime now) {
        left(outbound, sent, now);
        return advance(now);
    }

    private void left(Outbound outbound, boolean sent, MonotonicTime now) {
        if (outbound instanceof Outbound.Probe probe) {
            course.onConflictDetection(course.addresses.probeSent(probe.vip(), sent, now), now);
            course.probeLeft(sent, now);
        } else {
            course.add(course.announcements.sent(outbound, sent, now));
            if (sent && outbound instanceof Outbound.RequestForm) {
                course.addresses.announced(outbound.vip(), now);
            }
        }
    }

    List<Effect> linkSeen(LinkView seen, MonotonicTime now) {
        LinkView before = course.around.link();
        course.around.linkSeen(seen);
        if (!before.ownMacs().equals(seen.ownMacs())) {
            course.publishAnew(); // Or the other member would take our frames for a stranger's.
        }
        if (course.is(Stage.HOLDING) && seen.usable()) {
            if (!before.usable()) {
                course.add(course.announcements.linkBack(now));
            } else if (!before.mac().equals(seen.mac())) {
                course.add(course.announcements.macChanged(now));
            }
        }
        return advance(now);
    }

    List<Effect> addressesRemoved(List<Ipv4Address> gone, MonotonicTime now) {
        if (course.is(Stage.HOLDING)) {
            course.notice(
                    Severity.WARN,
                    gone.stream().map(Ipv4Address::toString).collect(Collectors.joining(", "))
                            + " taken off the interface by another program; putting it back");
            course.add(course.lifetime.assign(course.tenure.leaseEnd().orElseThrow(), now));
        }
        return advance(now);
    }

    List<Effect> kernelFound(boolean addressesInPlace, Optional<Duration> leaseLeft, MonotonicTime now) {
        course.inheritance.found(addressesInPlace, leaseLeft, now);
        return advance(now);
    }

    List<Effect> leaseSet(Event.LeaseOutcome outcome, String text, MonotonicTime now) {
        switch (outcome) {
            case LIVE -> course.leaseLive(now);
            case LAPSED -> course.onTenure(course.tenure.dropLease(text), now);
            case FAILED -> course.kernelFailed(text, now);
        }
        return advance(now);
    }

    List<Effect> addressesAssigned(Optional<String> failure, MonotonicTime now) {
        failure.ifPresentOrElse(text -> course.kernelFailed(text, now), () -> course.addressesInPlace(now));
        return advance(now);
    }

    // ---- events of ZooKeeper

    List<Effect> registered(Duration session, MonotonicTime now) {
        course.around.registered();
        course.publishAnew();
        course.onTenure(course.tenure.registered(session, now), now);
        return advance(now);
    }

    List<Effect> notRegistered(String why, MonotonicTime now) {
        if (course.around.notRegistered(why)) {
            course.notice(Severity.ERROR, why);
        }
        return advance(now);
    }

    List<Effect> contactChanged(boolean connected, MonotonicTime now) {
        if (!connected && course.is(Stage.HOLDING)) {
            long left = course.tenure
                    .leaseEnd()
                    .map(now::until)
                    .orElse(Duration.ZERO)
                    .toMillis();
            course.notice(
                    Severity.WARN,
                    "no contact with ZooKeeper; the addresses stay for at most " + left + " ms unless it comes back");
        }
        return advance(now);
    }

    List<Effect> storeFailed(String what, MonotonicTime now) {
        if (course.around.storeFailed(what)) {
            course.notice(Severity.ERROR, what);
        }
        return advance(now);
    }

    List<Effect> sessionLost(MonotonicTime now) {
        course.around.sessionLost();
        course.request.forget(); // What was asked in another session is not ours to act on.
        course.onTenure(course.tenure.sessionLost(now), now);
        return advance(now);
    }

    List<Effect> tenureRead(VersionedTenure seen, MonotonicTime now) {
        course.onTenure(course.tenure.read(seen, now), now);
        return advance(now);
    }

    List<Effect> membersRead(List<Member> members, MonotonicTime now) {
        course.around.membersRead(members);
        course.tenure.members(members.stream().map(Member::node).collect(Collectors.toUnmodifiableSet()));
        return advance(now);
    }

    List<Effect> intentRead(Intent intent, MonotonicTime now) {
        course.request.read(intent, now).ifPresent(leftover -> course.add(new Effect.CloseSwitchover(leftover)));
        return advance(now);
    }

    List<Effect> callAnswered(long call, Answer answer, MonotonicTime now) {
        course.onTenure(course.tenure.answered(call, answer, now), now);
        return advance(now);
    }

    // ---- events of the administrator

    List<Effect> stopAsked(MonotonicTime now) {
        course.stopAsked(now);
        return advance(now);
    }

    private List<Effect> advance(MonotonicTime now) {
        // A frame that found no room has not left, and whoever wanted it sent is told so.
        course.announcements.takeDropped().forEach(dropped -> left(dropped, false, now));
        return course.advance(now);
    }
}
