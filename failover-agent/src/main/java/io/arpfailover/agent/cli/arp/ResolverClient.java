package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.announce.TokenBucket;
import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.neighbor.Evidence;
import io.arpfailover.agent.neighbor.NeighborEffect;
import io.arpfailover.agent.neighbor.Resolver;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Client;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.Deadlines;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A resolver on a stack, asked for some addresses and then let go. What waits in it are the destinations somebody wants
 * to know, so each of them comes out once, with a MAC or without.
 *
 * <p>A question for which the pace has no room does not leave; the resolver asks again a second later.
 */
final class ResolverClient implements Client, NeighborEffect.Performer<Ipv4Address> {
    /** Hears what became of each destination. */
    interface Listener {
        void answered(Ipv4Address destination, Ipv4Address nextHop, Answer answer);

        void silent(Ipv4Address destination, Ipv4Address nextHop, Attempts attempts);
    }

    /**
     * Where a next hop is.
     *
     * @param after from the last question that left
     */
    record Answer(MacAddress mac, Duration after, Evidence by) {}

    /**
     * What was done in vain.
     *
     * @param left questions that left
     * @param hindrance why one did not
     */
    record Attempts(int left, Optional<String> hindrance) {
        static final Attempts NONE = new Attempts(0, Optional.empty());

        Attempts oneMore() {
            return new Attempts(left + 1, hindrance);
        }

        Attempts hinderedBy(String reason) {
            return new Attempts(left, Optional.of(reason));
        }
    }

    private final ArpStack stack;
    private final Resolver<Ipv4Address> resolver;
    private final Duration patience;
    private final MonotonicTime latest;
    private final TokenBucket bucket;
    private final Listener listener;

    /** Destinations and their next hops, until the stack turns. */
    private final Map<Ipv4Address, Ipv4Address> waiting = new LinkedHashMap<>();

    private final Deadlines<Ipv4Address> deadlines = new Deadlines<>();
    private final Map<Ipv4Address, Attempts> attempts = new HashMap<>();
    private final Map<Ipv4Address, MonotonicTime> askedAt = new HashMap<>();
    private final Map<Ipv4Address, Evidence> evidence = new HashMap<>();
    private MonotonicTime now;
    private int open;

    /**
     * @param patience how long an answer may take, from the first question that left
     * @param latest when whoever has not answered counts as silent, also when no question has left
     */
    ResolverClient(
            ArpStack stack,
            Resolver<Ipv4Address> resolver,
            Duration patience,
            MonotonicTime latest,
            TokenBucket bucket,
            Listener listener) {
        this.stack = stack;
        this.resolver = resolver;
        this.patience = patience;
        this.latest = latest;
        this.bucket = bucket;
        this.listener = listener;
        this.now = stack.now();
    }

    /** Asks for the next hop of a destination, as soon as the stack turns: the answer would not be heard before. */
    void ask(Ipv4Address destination, Ipv4Address nextHop) {
        open++;
        waiting.put(destination, nextHop);
    }

    /** Whether every destination has come out. */
    boolean isDone() {
        return open == 0;
    }

    @Override
    public MonotonicTime nextTimeout() {
        return waiting.isEmpty() ? MonotonicTime.earliest(resolver.nextTimeout(), deadlines.next()) : now;
    }

    @Override
    public void onTimeout(MonotonicTime at) {
        now = at;
        begin();
        perform(resolver.onTimeout(at));
        for (Ipv4Address nextHop : deadlines.due(at)) {
            deadlines.set(nextHop, MonotonicTime.NEVER);
            perform(resolver.remove(nextHop, at));
        }
    }

    @Override
    public void onFrame(ArpFrame frame, MonotonicTime at) {
        now = at;
        perform(resolver.onFrame(frame, at));
    }

    @Override
    public void ask(NeighborEffect.Ask<Ipv4Address> effect) {
        Ipv4Address nextHop = effect.address();
        if (!bucket.take(now)) {
            resolver.notSent(nextHop);
            return;
        }
        MonotonicTime leaving = stack.now();
        Attempts before = attempts.getOrDefault(nextHop, Attempts.NONE);
        if (stack.send(effect.frame()) instanceof SendResult.NotSent notSent) {
            attempts.put(nextHop, before.hinderedBy(notSent.because()));
            resolver.notSent(nextHop);
            return;
        }
        attempts.put(nextHop, before.oneMore());
        askedAt.put(nextHop, leaving);
        if (before.left() == 0) {
            deadlines.set(nextHop, MonotonicTime.earliest(leaving.plus(patience), latest));
        }
    }

    @Override
    public void resolved(NeighborEffect.Resolved<Ipv4Address> effect) {
        evidence.put(effect.address(), effect.by());
    }

    @Override
    public void deliver(NeighborEffect.Deliver<Ipv4Address> effect) {
        Ipv4Address nextHop = effect.address();
        deadlines.set(nextHop, MonotonicTime.NEVER);
        Answer answer = new Answer(
                effect.mac(),
                askedAt.getOrDefault(nextHop, now).until(now),
                evidence.getOrDefault(nextHop, Evidence.REQUEST));
        open -= effect.packets().size();
        effect.packets().forEach(destination -> listener.answered(destination, nextHop, answer));
    }

    @Override
    public void drop(NeighborEffect.Drop<Ipv4Address> effect) {
        Ipv4Address nextHop = effect.address();
        deadlines.set(nextHop, MonotonicTime.NEVER);
        open -= effect.packets().size();
        Attempts made = attempts.getOrDefault(nextHop, Attempts.NONE);
        effect.packets().forEach(destination -> listener.silent(destination, nextHop, made));
    }

    /** It answers for no address of its own. */
    @Override
    public void answer(NeighborEffect.Answer<Ipv4Address> effect) {
        throw new IllegalStateException("nobody asked for it: " + effect);
    }

    /** Its MAC does not change while it asks. */
    @Override
    public void announce(NeighborEffect.Announce<Ipv4Address> effect) {
        throw new IllegalStateException("nobody asked for it: " + effect);
    }

    @Override
    public void confirmed(NeighborEffect.Confirmed<Ipv4Address> effect) {}

    @Override
    public void changed(NeighborEffect.Changed<Ipv4Address> effect) {}

    /** What waited for it comes out by itself. */
    @Override
    public void unreachable(NeighborEffect.Unreachable<Ipv4Address> effect) {}

    @Override
    public void contradicted(NeighborEffect.Contradicted<Ipv4Address> effect) {}

    @Override
    public void refused(NeighborEffect.Refused<Ipv4Address> effect) {}

    private void begin() {
        waiting.forEach((destination, nextHop) -> {
            deadlines.set(nextHop, latest);
            perform(resolver.resolve(nextHop, destination, now));
        });
        waiting.clear();
    }

    private void perform(List<NeighborEffect<Ipv4Address>> effects) {
        effects.forEach(effect -> effect.performOn(this));
    }
}
