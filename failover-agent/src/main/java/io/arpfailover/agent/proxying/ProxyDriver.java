package io.arpfailover.agent.proxying;

import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.proxy.Path;
import io.arpfailover.agent.proxy.ProxyArp;
import io.arpfailover.agent.proxy.ProxyEffect;
import io.arpfailover.agent.proxy.ProxyRight;
import io.arpfailover.agent.proxy.ProxySettings;
import io.arpfailover.agent.proxy.Standpoint;
import io.arpfailover.agent.stack.Station;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A proxy together with whoever performs its effects. One thread, but for {@link #wants}. */
public final class ProxyDriver implements ProxyEffect.Performer {
    private final ProxySettings settings;
    private final ProxyArp proxy;
    private final Ground ground;

    /**
     * @param known MACs that are configured; probes for these addresses by others are answered
     */
    public ProxyDriver(
            ProxySettings settings, Map<Ipv4Address, MacAddress> known, RandomGenerator random, Ground ground) {
        this.settings = settings;
        this.proxy = new ProxyArp(settings, known, random);
        this.ground = ground;
    }

    /** Whether a frame is about a proxied address. Any thread. */
    public boolean wants(ArpFrame frame) {
        return proxy.isConcerned(frame);
    }

    public MonotonicTime nextTimeout() {
        return proxy.nextTimeout();
    }

    /** Costs next to nothing while nothing is due. */
    public void onTimeout(ProxyRight right, MonotonicTime now) {
        if (now.hasReached(proxy.nextTimeout())) {
            perform(proxy.onTimeout(here(), right, now));
        }
    }

    /** Takes in a frame, also one that is not {@link #wants wanted}. */
    public void onFrame(ArpFrame frame, ProxyRight right, MonotonicTime now) {
        if (proxy.isConcerned(frame) && !ground.isTakenCareOf(frame.packet().targetIp())) {
            perform(proxy.onFrame(frame, here(), path(frame.packet()), right, now));
        }
    }

    /** This process answers from now on, where another did: the others' caches are to follow. */
    public void rightBegan(MonotonicTime now) {
        proxy.rightBegan(now);
    }

    /** What this machine is on the link now. */
    public Standpoint here() {
        Station station = ground.station();
        return new Standpoint(station.mac(), station.ownMacs(), station.prefixes());
    }

    /** Answers, if the right holds still: this turn may have been a long one. */
    public void answer(ArpFrame reply) {
        if (ground.right().holds(ground.now()) && hasLeft(reply)) {
            ground.answered(reply.packet());
        }
    }

    /** In both forms, from our own port: a switch must not look for the address's owner here. */
    public void announce(Ipv4Address address, MacAddress mac) {
        for (ArpPacket packet :
                List.of(ArpPacket.announcement(mac, address), ArpPacket.announcementReply(mac, address))) {
            hasLeft(new ArpFrame(MacAddress.BROADCAST, ground.station().mac(), Optional.empty(), packet));
        }
    }

    @Override
    public void answer(ProxyEffect.Answer effect) {
        answer(effect.frame());
    }

    @Override
    public void askUpstream(ProxyEffect.AskUpstream effect) {
        Station station = ground.station();
        Ipv4Address source = station.sourceFor(effect.address()).orElse(Ipv4Address.ANY);
        hasLeft(ArpFrame.broadcast(ArpPacket.request(station.mac(), source, effect.address())));
    }

    @Override
    public void announce(ProxyEffect.Announce effect) {
        Ipv4Address address = effect.address();
        boolean stillOurs = settings.answersOver(ground.pathTo(address)) && !ground.isTakenCareOf(address);
        if (stillOurs && ground.right().holds(ground.now())) {
            announce(address, ground.station().mac());
        }
    }

    @Override
    public void learned(ProxyEffect.Learned effect) {
        ground.learned(effect.address(), effect.mac());
    }

    @Override
    public void notFound(ProxyEffect.NotFound effect) {
        ground.notFound(effect.address());
    }

    private void perform(List<ProxyEffect> effects) {
        effects.forEach(effect -> effect.performOn(this));
    }

    private Path path(ArpPacket packet) {
        return proxy.asks(packet) ? ground.pathTo(packet.targetIp()) : Path.NOWHERE;
    }

    private boolean hasLeft(ArpFrame frame) {
        SendResult result = ground.send(frame);
        if (result instanceof SendResult.NotSent notSent) {
            ground.notSent(notSent.because());
        }
        return result instanceof SendResult.Sent;
    }
}
