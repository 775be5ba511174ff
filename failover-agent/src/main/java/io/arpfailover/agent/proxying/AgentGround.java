package io.arpfailover.agent.proxying;

import io.arpfailover.agent.kernel.KernelException;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.RouteChanges;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.link.ArpLink;
import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.proxy.Path;
import io.arpfailover.agent.proxy.ProxyRight;
import io.arpfailover.agent.stack.Station;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running agent as the ground of its proxies. On their thread, but for {@link #stationChanged}. */
final class AgentGround implements Ground, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentGround.class);

    private final Rtnetlink rtnetlink;
    private final ArpLink wire;
    private final Clock clock;
    private final HolderRight right;
    private final RouteChanges routes = RouteChanges.open();
    private volatile boolean outdated = true;
    private Station station;

    AgentGround(LinkState link, Rtnetlink rtnetlink, ArpLink wire, Clock clock, HolderRight right) {
        this.rtnetlink = rtnetlink;
        this.wire = wire;
        this.clock = clock;
        this.right = right;
        this.station = new Station(link, List.of(), Set.of(link.mac()), Optional.empty());
    }

    void stationChanged() {
        outdated = true;
    }

    @Override
    public MonotonicTime now() {
        return clock.now();
    }

    @Override
    public ProxyRight right() {
        return right.term().right();
    }

    /** As it was before, when the kernel cannot be asked: then nothing leaves that interface either. */
    @Override
    public Station station() {
        if (outdated) {
            outdated = false;
            try {
                Station.read(rtnetlink, station.link().name()).ifPresent(now -> station = now);
            } catch (KernelException e) {
                outdated = true;
                LOG.debug("proxy=\"as the interface last was\" because=\"{}\"", e.getMessage());
            }
        }
        return station;
    }

    /** Who cannot tell where an address is must not answer for it. */
    @Override
    public Path pathTo(Ipv4Address address) {
        try {
            return new Paths(routes).to(address, station().link().index());
        } catch (KernelException e) {
            LOG.warn("proxy=silent address={} because=\"{}\"", address, e.getMessage());
            return Path.NOWHERE;
        }
    }

    @Override
    public SendResult send(ArpFrame frame) {
        return wire.send(frame);
    }

    @Override
    public void answered(ArpPacket reply) {
        LOG.debug("proxy=answered address={} asker={}", reply.senderIp(), reply.targetMac());
    }

    @Override
    public void learned(Ipv4Address address, MacAddress mac) {
        LOG.debug("proxy=learned address={} mac={}", address, mac);
    }

    @Override
    public void notFound(Ipv4Address address) {
        LOG.debug("proxy=not-found address={}", address);
    }

    @Override
    public void notSent(String because) {
        LOG.debug("proxy=not-sent because=\"{}\"", because);
    }

    @Override
    public void close() {
        routes.close();
    }
}
