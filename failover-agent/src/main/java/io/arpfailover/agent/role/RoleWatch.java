package io.arpfailover.agent.role;

import io.arpfailover.agent.takeover.ServingView;
import io.arpfailover.agent.takeover.Stage;
import io.arpfailover.agent.takeover.TakeoverStatus.Stranger;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells each change of this server's role once, and each stranger once a minute. Does no I/O and reads no clock.
 *
 * <p>Level-triggered: it looks at what is true when a turn has ended, so what came and went within one turn is no
 * change. What is true when the agent starts is told once as well, since nobody knows what the last run told.
 */
public final class RoleWatch {
    private final NodeName self;
    private final Duration settling;
    private final StrangerLimit strangers = new StrangerLimit();
    private Optional<MonotonicTime> settled = Optional.empty();
    private Role told = Role.UNKNOWN;
    private long toldEpoch;
    private List<Stranger> seen = List.of();

    /**
     * @param settling for how long after the first look a server that holds nothing may still be on the way to what it
     *     is
     */
    public RoleWatch(NodeName self, Duration settling) {
        this.self = self;
        this.settling = settling;
    }

    /** What was told last. */
    public Role told() {
        return told;
    }

    /** How many strangers were not told of, because they or too many others were told of a moment ago. */
    public long untoldStrangers() {
        return strangers.untold();
    }

    /** What is news about this, in the order to tell it. */
    public List<RoleEvent> look(ServingView now, MonotonicTime at) {
        settled = settled.or(() -> Optional.of(at.plus(settling)));
        Role role = roleIn(now, at);
        boolean news = role != told || (serves(now) && now.epoch() != toldEpoch);
        if (!news && now.strangers() == seen) {
            return List.of(); // As nearly always.
        }
        List<RoleEvent> events = new ArrayList<>();
        if (news) {
            events.add(new RoleEvent(role, told, because(role, now), now.holder(), now.epoch(), Optional.empty()));
            told = role;
            toldEpoch = now.epoch();
        }
        newlySeen(now.strangers()).stream()
                .filter(stranger -> strangers.mayTell(stranger.by(), at))
                .forEach(stranger -> events.add(of(stranger, now)));
        seen = now.strangers();
        return events;
    }

    /** What it is, or what it was as long as it is on the way to something else. */
    private Role roleIn(ServingView now, MonotonicTime at) {
        return switch (now.stage()) {
            case HOLDING -> serves(now) ? Role.HOLDER : told;
            case HANDING_OVER -> told; // The lease may last until the tenure is written.
            case STOPPED -> told == Role.HOLDER && !now.leftServing() ? Role.STANDBY : told;
            case WAITING, CONFLICT -> isSettled(now, at) ? Role.FAULT : told;
            case STANDBY, PROBING, READY, CLAIMING ->
                isSettled(now, at) ? (now.fault().isPresent() ? Role.FAULT : Role.STANDBY) : told;
        };
    }

    private static boolean serves(ServingView now) {
        return now.stage() == Stage.HOLDING && now.announced();
    }

    /** A holder that starts again is on stand-by for a moment, which would be a false alarm to those behind it. */
    private boolean isSettled(ServingView now, MonotonicTime at) {
        boolean anothers = now.fault().isEmpty()
                && now.holder().filter(named -> !named.equals(self)).isPresent();
        return told != Role.UNKNOWN || anothers || at.hasReached(settled.orElseThrow());
    }

    private static String because(Role role, ServingView now) {
        return role == Role.FAULT ? now.fault().orElse(now.because()) : now.because();
    }

    /** Those that were seen since the last look; the list has the last one seen first. */
    private List<Stranger> newlySeen(List<Stranger> all) {
        List<Stranger> news = new ArrayList<>();
        for (Stranger stranger : all) {
            if (!seen.contains(stranger)) {
                news.add(0, stranger);
            }
        }
        return news;
    }

    private RoleEvent of(Stranger stranger, ServingView now) {
        String because = stranger.by() + " uses " + stranger.address();
        return new RoleEvent(told, told, because, now.holder(), now.epoch(), Optional.of(stranger));
    }
}
