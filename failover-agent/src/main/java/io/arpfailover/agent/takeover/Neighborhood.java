package io.arpfailover.agent.takeover;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.announce.Urgency;
import io.arpfailover.agent.health.GatewayWatchSettings;
import io.arpfailover.agent.neighbor.Lookup;
import io.arpfailover.agent.neighbor.NeighborEffect;
import io.arpfailover.agent.neighbor.NeighborView;
import io.arpfailover.agent.neighbor.OwnStation;
import io.arpfailover.agent.neighbor.Resolver;
import io.arpfailover.agent.neighbor.ResolverLimits;
import io.arpfailover.agent.neighbor.ResolverTiming;
import io.arpfailover.agent.takeover.Effect.Notice;
import io.arpfailover.agent.takeover.Effect.Severity;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Who is where on the LAN, as far as this server asked: the resolver, with the questions of the gateway's watch as its
 * own. It sends nothing for a packet's sake, since the kernel resolves for the kernel's packets.
 */
final class Neighborhood {
    private static final int MOST_NEIGHBORS = 64;

    private final Announcements announcements;
    private final ResolverTiming timing;
    private final RandomGenerator random;
    /** Empty until the interface has been seen. */
    private Optional<Resolver<Void>> resolver = Optional.empty();

    Neighborhood(TakeoverSettings settings, Announcements announcements, RandomGenerator random) {
        this.announcements = announcements;
        this.timing = settings.gatewayWatch()
                .map(watch -> ResolverTiming.DEFAULT.withRetransmit(patience(watch)))
                .orElse(ResolverTiming.DEFAULT);
        this.random = random;
    }

    /** So long that the watch, which asks again by itself, always comes first. */
    private static Duration patience(GatewayWatchSettings watch) {
        Duration twice = watch.interval().multipliedBy(2);
        Duration least = ResolverTiming.DEFAULT.askInterval();
        return twice.compareTo(least) < 0 ? least : twice;
    }

    Optional<MacAddress> macOf(Ipv4Address address, MonotonicTime now) {
        return resolver.map(known -> known.lookup(address, now))
                .filter(Lookup.Found.class::isInstance)
                .map(found -> ((Lookup.Found) found).mac());
    }

    /** All that are known, by address. */
    List<NeighborView> neighbors(MonotonicTime now) {
        return resolver.map(known -> known.neighbors(now)).orElse(List.of());
    }

    /** The interface is like this now. */
    List<Effect> link(LinkView seen, MonotonicTime now) {
        if (seen.mac().isEmpty()) {
            return List.of();
        }
        MacAddress mac = seen.mac().get();
        if (resolver.isEmpty()) {
            resolver = Optional.of(new Resolver<>(
                    new OwnStation(mac, Optional.empty(), Set.of()),
                    timing,
                    ResolverLimits.DEFAULT.withNeighbors(MOST_NEIGHBORS),
                    nothing -> 0,
                    random));
        }
        Resolver<Void> known = resolver.get();
        List<Effect> effects = carryOut(known.macChanged(mac, now), now);
        return seen.usable() ? effects : joined(effects, carryOut(known.linkDown(now), now));
    }

    /** A question about a neighbour left. */
    List<Effect> asked(Ipv4Address address, MonotonicTime now) {
        return resolver.map(known -> carryOut(known.asked(address, now), now)).orElse(List.of());
    }

    List<Effect> onFrame(ArpFrame frame, MonotonicTime now) {
        return resolver.map(known -> carryOut(known.onFrame(frame, now), now)).orElse(List.of());
    }

    MonotonicTime nextTimeout() {
        return resolver.map(Resolver::nextTimeout).orElse(MonotonicTime.NEVER);
    }

    List<Effect> onTimeout(MonotonicTime now) {
        return resolver.filter(known -> now.hasReached(known.nextTimeout()))
                .map(known -> carryOut(known.onTimeout(now), now))
                .orElse(List.of());
    }

    private static List<Effect> joined(List<Effect> first, List<Effect> second) {
        List<Effect> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    private List<Effect> carryOut(List<NeighborEffect<Void>> effects, MonotonicTime now) {
        if (effects.isEmpty()) {
            return List.of();
        }
        Reactions reactions = new Reactions(now);
        effects.forEach(effect -> effect.performOn(reactions));
        return reactions.effects;
    }

    /** No packet waits here and no address is answered for, so most effects cannot come. */
    private final class Reactions implements NeighborEffect.Performer<Void> {
        private final MonotonicTime now;
        private final List<Effect> effects = new ArrayList<>();

        Reactions(MonotonicTime now) {
            this.now = now;
        }

        @Override
        public void ask(NeighborEffect.Ask<Void> effect) {
            MacAddress to = effect.frame().destination();
            effects.addAll(announcements.ask(new Outbound.GatewayQuestion(effect.address(), to, Urgency.ROUTINE), now));
        }

        @Override
        public void changed(NeighborEffect.Changed<Void> effect) {
            effects.add(new Notice(
                    Severity.WARN,
                    effect.address() + " is at " + effect.to() + " now, no longer at " + effect.from()
                            + "; if nobody changed the gateway, look who that is"));
        }

        @Override
        public void answer(NeighborEffect.Answer<Void> effect) {
            throw impossible(effect);
        }

        @Override
        public void announce(NeighborEffect.Announce<Void> effect) {
            throw impossible(effect);
        }

        @Override
        public void deliver(NeighborEffect.Deliver<Void> effect) {
            throw impossible(effect);
        }

        @Override
        public void drop(NeighborEffect.Drop<Void> effect) {
            throw impossible(effect);
        }

        @Override
        public void contradicted(NeighborEffect.Contradicted<Void> effect) {
            throw impossible(effect);
        }

        @Override
        public void refused(NeighborEffect.Refused<Void> effect) {
            throw impossible(effect);
        }

        /** What follows from these is the watch's to say. */
        @Override
        public void resolved(NeighborEffect.Resolved<Void> effect) {}

        @Override
        public void confirmed(NeighborEffect.Confirmed<Void> effect) {}

        @Override
        public void unreachable(NeighborEffect.Unreachable<Void> effect) {}

        private IllegalStateException impossible(NeighborEffect<Void> effect) {
            return new IllegalStateException("without packets, own addresses and static entries: " + effect);
        }
    }
}
