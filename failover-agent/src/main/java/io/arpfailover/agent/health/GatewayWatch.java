package io.arpfailover.agent.health;

import io.arpfailover.agent.announce.Urgency;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Watches whether the gateway is reachable by ARP. Does no I/O and reads no clock; one thread.
 *
 * <p>It asks in the form of a probe (sender 0.0.0.0, RFC 5227 section 1.1): nobody learns from it, and a server without
 * a lease may send it. Whatever the gateway says in ARP, asked or not, is a sign of life; each question counts once, as
 * answered or as missed, and one that did not leave counts as neither.
 *
 * <p>A question goes to the gateway's last known MAC alone: that spares the other stations of the LAN, and a switch
 * that answers ARP in the name of others cannot answer it. Where the question before was missed, it goes to everybody: a
 * gateway with a new MAC must not count as gone. Which MAC is known is the resolver's business.
 */
public final class GatewayWatch {
    private final Ipv4Address gateway;
    private GatewayWatchSettings settings;
    private final Duration hurried;

    private WatchState state = WatchState.STOPPED;
    private MonotonicTime deadline = MonotonicTime.NEVER;
    private Reachability reachability = Reachability.UNKNOWN;
    /** In a row; one of the two at least is 0. */
    private int answers;

    private int misses;
    private boolean hurrying;
    private Optional<MonotonicTime> heardAt = Optional.empty();

    /**
     * @param hurried how long an answer may take when there is a {@link #hurry}
     */
    public GatewayWatch(Ipv4Address gateway, GatewayWatchSettings settings, Duration hurried) {
        this.gateway = gateway;
        this.settings = settings;
        this.hurried = hurried;
    }

    /** From now on it watches like this; the verdict stays until questions say otherwise. */
    public void settingsAre(GatewayWatchSettings next) {
        settings = next;
        answers = Math.min(answers, next.rise());
        misses = Math.min(misses, next.fall());
    }

    /** Begins to ask, knowing nothing. */
    public List<GatewayEffect> start(MonotonicTime now) {
        if (state != WatchState.STOPPED) {
            throw new IllegalStateException("start in " + state + " at " + now);
        }
        return ask(Urgency.ROUTINE);
    }

    /** Ends asking, and forgets the verdict. Answers about questions that are on their way are ignored. */
    public void stop() {
        become(WatchState.STOPPED, MonotonicTime.NEVER);
        reachability = Reachability.UNKNOWN;
        answers = 0;
        misses = 0;
        hurrying = false;
        heardAt = Optional.empty();
    }

    /**
     * Something looks wrong on the LAN: asks now, and as often as {@code fall} says in short intervals, so that the
     * verdict on a LAN that is cut comes in time for the takeover. Ignored when the gateway was heard within such an
     * interval, or counts as unreachable already. Ends with a sign of life, or when a question does not leave.
     */
    public List<GatewayEffect> hurry(MonotonicTime now) {
        boolean justHeard = heardAt.filter(at -> now.isBefore(at.plus(hurried))).isPresent();
        boolean needless = hurrying || justHeard || reachability == Reachability.UNREACHABLE;
        if (state == WatchState.STOPPED || needless) {
            return List.of();
        }
        hurrying = true;
        return ask(Urgency.URGENT);
    }

    /** The answer to {@link GatewayEffect.Ask}: whether the question left. Waits count from here. */
    public void sent(boolean left, MonotonicTime now) {
        if (state != WatchState.ASKING) {
            return;
        }
        hurrying = hurrying && left;
        become(left ? WatchState.AWAITING : WatchState.RESTING, now.plus(patience()));
    }

    /** Takes in a packet from the LAN; only what names the gateway as its sender means anything here. */
    public List<GatewayEffect> onPacket(ArpPacket packet, MonotonicTime now) {
        if (state == WatchState.STOPPED || !packet.senderIp().equals(gateway)) {
            return List.of();
        }
        heardAt = Optional.of(now);
        misses = 0;
        return switch (state) {
            case ASKING, AWAITING -> answered(packet.senderMac(), now);
            case RESTING, STOPPED -> List.of();
        };
    }

    public List<GatewayEffect> onTimeout(MonotonicTime now) {
        if (now.isBefore(deadline)) {
            return List.of();
        }
        return switch (state) {
            case AWAITING -> missed();
            case RESTING -> ask(Urgency.ROUTINE);
            case ASKING, STOPPED -> throw new IllegalStateException("timeout in " + state);
        };
    }

    public MonotonicTime nextTimeout() {
        return deadline;
    }

    public Reachability reachability() {
        return reachability;
    }

    /** Why this server is not fit, in one clause; empty when it is, or when the watch is only advisory. */
    public Optional<String> requiredFailure() {
        boolean fails = reachability == Reachability.UNREACHABLE && settings.level() == CheckLevel.REQUIRED;
        return fails ? Optional.of("the gateway " + gateway + " does not answer ARP") : Optional.empty();
    }

    WatchState state() {
        return state;
    }

    private List<GatewayEffect> answered(MacAddress by, MonotonicTime now) {
        hurrying = false;
        answers = Math.min(answers + 1, settings.rise());
        become(WatchState.RESTING, now.plus(settings.interval()));
        if (answers < settings.rise() || reachability == Reachability.REACHABLE) {
            return List.of();
        }
        reachability = Reachability.REACHABLE;
        return List.of(new GatewayEffect.Reachable(gateway, by));
    }

    private List<GatewayEffect> missed() {
        answers = 0;
        misses = Math.min(misses + 1, settings.fall());
        List<GatewayEffect> effects = new ArrayList<>();
        if (misses == settings.fall() && reachability != Reachability.UNREACHABLE) {
            hurrying = false;
            reachability = Reachability.UNREACHABLE;
            effects.add(new GatewayEffect.Unreachable(gateway));
        }
        effects.addAll(ask(hurrying ? Urgency.URGENT : Urgency.ROUTINE));
        return effects;
    }

    private List<GatewayEffect> ask(Urgency urgency) {
        become(WatchState.ASKING, MonotonicTime.NEVER);
        return List.of(new GatewayEffect.Ask(gateway, misses > 0, urgency));
    }

    private Duration patience() {
        return hurrying ? hurried : settings.interval();
    }

    private void become(WatchState next, MonotonicTime nextDeadline) {
        state = next;
        deadline = nextDeadline;
    }
}
