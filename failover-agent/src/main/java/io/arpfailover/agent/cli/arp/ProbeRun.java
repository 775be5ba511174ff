package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.acd.AcdEffect;
import io.arpfailover.agent.acd.AcdTiming;
import io.arpfailover.agent.acd.AddressClaim;
import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.acd.Stations;
import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.announce.Pacer;
import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Client;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Claims on a stack that end as soon as it is known whether the address is free. */
final class ProbeRun implements Client, AcdEffect.Performer {

    /** What became of one address. */
    sealed interface Outcome {
        /** Nobody has it. */
        record Free() implements Outcome {}

        /** That station has it. */
        record InUse(MacAddress by) implements Outcome {}

        /** That station probes for it at the same time (RFC 5227 section 2.1.1). */
        record Contended(MacAddress by) implements Outcome {}
    }

    private final ArpStack stack;
    private final Map<Ipv4Address, AddressClaim> claims = new LinkedHashMap<>();
    private final Map<Ipv4Address, Outcome> outcomes = new LinkedHashMap<>();
    private final Pacer pacer;
    private MonotonicTime turn;
    private boolean otherProbes;
    private Optional<String> lastRefusal = Optional.empty();

    ProbeRun(List<Ipv4Address> addresses, AcdTiming timing, Pace pace, RandomGenerator random, ArpStack stack) {
        this.stack = stack;
        this.turn = stack.now();
        addresses.forEach(address ->
                claims.computeIfAbsent(address, one -> new AddressClaim(one, timing, DefencePolicy.NEVER, random)));
        this.pacer = new Pacer(pace, Math.max(1, claims.size()));
    }

    void start() {
        claims.values().forEach(claim -> perform(claim.start(turn)));
    }

    boolean isDone() {
        return outcomes.size() == claims.size();
    }

    /** Those known so far. */
    Map<Ipv4Address, Outcome> outcomes() {
        return Map.copyOf(outcomes);
    }

    /** Why the last probe that did not leave did not. */
    Optional<String> lastRefusal() {
        return lastRefusal;
    }

    @Override
    public MonotonicTime nextTimeout() {
        return claims.values().stream()
                .map(AddressClaim::nextTimeout)
                .reduce(pacer.nextTimeout(), MonotonicTime::earliest);
    }

    @Override
    public void onTimeout(MonotonicTime now) {
        turn = now;
        send(pacer.onTimeout(now));
        claims.values().forEach(claim -> perform(claim.onTimeout(now)));
    }

    @Override
    public void onFrame(ArpFrame frame, MonotonicTime now) {
        turn = now;
        otherProbes = frame.packet().isProbe();
        Stations stations = new Stations(stack.station().ownMacs(), Set.of());
        claims.values().forEach(claim -> perform(claim.onPacket(frame.packet(), stations, now)));
    }

    @Override
    public boolean wants(ArpFrame frame) {
        return claims.containsKey(frame.packet().senderIp())
                || claims.containsKey(frame.packet().targetIp());
    }

    @Override
    public void sendProbe(AcdEffect.SendProbe effect) {
        send(pacer.submit(new Outbound.Probe(effect.address()), turn));
    }

    @Override
    public void ready(AcdEffect.Ready effect) {
        end(effect.address(), new Outcome.Free());
    }

    @Override
    public void conflict(AcdEffect.Conflict effect) {
        end(effect.address(), otherProbes ? new Outcome.Contended(effect.by()) : new Outcome.InUse(effect.by()));
    }

    @Override
    public void announce(AcdEffect.Announce effect) {
        throw neverUsed(effect);
    }

    @Override
    public void defend(AcdEffect.Defend effect) {
        throw neverUsed(effect);
    }

    @Override
    public void lost(AcdEffect.Lost effect) {
        throw neverUsed(effect);
    }

    @Override
    public void heldByPeer(AcdEffect.HeldByPeer effect) {
        throw neverUsed(effect);
    }

    @Override
    public void rivalPeer(AcdEffect.RivalPeer effect) {
        throw neverUsed(effect);
    }

    private static IllegalStateException neverUsed(AcdEffect effect) {
        return new IllegalStateException("of an address that is not used, without a peer: " + effect);
    }

    private void end(Ipv4Address address, Outcome outcome) {
        outcomes.putIfAbsent(address, outcome);
        claim(address).stop();
        pacer.withdraw(Set.of(address));
    }

    private void send(List<Outbound> leaving) {
        for (Outbound outbound : leaving) {
            SendResult result = stack.send(outbound.frame(stack.station().mac()));
            if (result instanceof SendResult.NotSent refused) {
                lastRefusal = Optional.of(refused.because());
            }
            perform(claim(outbound.vip()).probeSent(result instanceof SendResult.Sent, turn));
        }
    }

    private AddressClaim claim(Ipv4Address address) {
        return Optional.ofNullable(claims.get(address)).orElseThrow();
    }

    private void perform(List<AcdEffect> effects) {
        effects.forEach(effect -> effect.performOn(this));
    }
}
