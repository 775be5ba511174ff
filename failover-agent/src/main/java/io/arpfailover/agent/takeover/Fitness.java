package io.arpfailover.agent.takeover;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.health.CheckResult;
import io.arpfailover.agent.health.CheckState;
import io.arpfailover.agent.health.GatewayEffect;
import io.arpfailover.agent.health.GatewayWatch;
import io.arpfailover.agent.health.HealthBoard;
import io.arpfailover.agent.health.Reachability;
import io.arpfailover.agent.health.Verdict;
import io.arpfailover.agent.takeover.Effect.Notice;
import io.arpfailover.agent.takeover.Effect.Severity;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether this server should serve: the verdicts of its checks, and whether it reaches the gateway. */
final class Fitness {
    /** A gateway that is asked in a hurry answers within this part of T, or not. */
    private static final int ANSWERS_PER_PROMISE = 10;

    private final Announcements announcements;
    private final Neighborhood neighbors;
    private final HealthBoard board;
    private Optional<GatewayWatch> gateway;
    private boolean usable;

    Fitness(TakeoverSettings settings, Announcements announcements, Neighborhood neighbors) {
        this.announcements = announcements;
        this.neighbors = neighbors;
        this.board = new HealthBoard(settings.checks(), new MonotonicTime(0));
        this.gateway = watch(settings);
    }

    private static Optional<GatewayWatch> watch(TakeoverSettings settings) {
        return settings.gateway()
                .flatMap(address -> settings.gatewayWatch()
                        .map(watch -> new GatewayWatch(
                                address, watch, settings.timing().promise().dividedBy(ANSWERS_PER_PROMISE))));
    }

    /** Checks and watch are these from now on; what is known stays known. */
    List<Effect> reconfigure(TakeoverSettings settings, MonotonicTime now) {
        board.rulesAre(settings.checks(), now);
        boolean watched = gateway.isPresent();
        gateway = settings.gatewayWatch().isEmpty() ? Optional.empty() : gateway.or(() -> watch(settings));
        settings.gatewayWatch().ifPresent(next -> gateway.ifPresent(watch -> watch.settingsAre(next)));
        return !watched && usable ? start(now) : List.of();
    }

    /** Why another member should serve, in one clause. */
    Optional<String> failure() {
        return gateway.flatMap(GatewayWatch::requiredFailure).or(board::requiredFailure);
    }

    List<CheckState> checks() {
        return board.states();
    }

    /** Whether the gateway answers; empty when it is not watched. */
    Optional<Reachability> gatewayReachability() {
        return gateway.map(GatewayWatch::reachability);
    }

    /** A check has ended. */
    Optional<Effect> checked(CheckResult result, MonotonicTime now) {
        return board.knows(result.name()) ? board.onResult(result, now).map(Fitness::told) : Optional.empty();
    }

    private static Effect told(CheckState state) {
        boolean fails = state.verdict() == Verdict.FAILING;
        return new Notice(
                fails ? Severity.WARN : Severity.INFO,
                "check " + state.name() + (fails ? " fails: " : " passes: ") + state.text());
    }

    /** The interface can be used, or not: without it nothing is learnt about the gateway. */
    List<Effect> link(boolean nowUsable, MonotonicTime now) {
        if (nowUsable == usable) {
            return List.of();
        }
        usable = nowUsable;
        if (usable) {
            return start(now);
        }
        gateway.ifPresent(GatewayWatch::stop);
        return List.of();
    }

    private List<Effect> start(MonotonicTime now) {
        return gateway.map(watch -> carryOut(watch.start(now), now)).orElse(List.of());
    }

    /** The LAN looks cut: find out at once. */
    List<Effect> hurry(MonotonicTime now) {
        return gateway.map(watch -> carryOut(watch.hurry(now), now)).orElse(List.of());
    }

    List<Effect> onPacket(ArpPacket packet, MonotonicTime now) {
        return gateway.map(watch -> carryOut(watch.onPacket(packet, now), now)).orElse(List.of());
    }

    void questionLeft(boolean sent, MonotonicTime now) {
        gateway.ifPresent(watch -> watch.sent(sent, now));
    }

    MonotonicTime nextTimeout() {
        return gateway.map(GatewayWatch::nextTimeout).orElse(MonotonicTime.NEVER);
    }

    List<Effect> onTimeout(MonotonicTime now) {
        return gateway.filter(watch -> now.hasReached(watch.nextTimeout()))
                .map(watch -> carryOut(watch.onTimeout(now), now))
                .orElse(List.of());
    }

    private List<Effect> carryOut(List<GatewayEffect> effects, MonotonicTime now) {
        Reactions reactions = new Reactions(now);
        effects.forEach(effect -> effect.performOn(reactions));
        return reactions.effects;
    }

    private final class Reactions implements GatewayEffect.Performer {
        private final MonotonicTime now;
        private final List<Effect> effects = new ArrayList<>();

        Reactions(MonotonicTime now) {
            this.now = now;
        }

        @Override
        public void ask(GatewayEffect.Ask effect) {
            MacAddress to = effect.everybody()
                    ? MacAddress.BROADCAST
                    : neighbors.macOf(effect.gateway(), now).orElse(MacAddress.BROADCAST);
            effects.addAll(
                    announcements.ask(new Outbound.GatewayQuestion(effect.gateway(), to, effect.urgency()), now));
        }

        @Override
        public void reachable(GatewayEffect.Reachable effect) {
            effects.add(new Notice(Severity.INFO, "the gateway " + effect.gateway() + " answers, at " + effect.by()));
        }

        @Override
        public void unreachable(GatewayEffect.Unreachable effect) {
            effects.add(new Notice(
                    Severity.WARN,
                    "the gateway " + effect.gateway() + " does not answer ARP; check it, and this server's LAN"));
        }
    }
}
