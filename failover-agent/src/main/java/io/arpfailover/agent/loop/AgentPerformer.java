package io.arpfailover.agent.loop;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.link.ArpLink;
import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.proxying.HolderProxy;
import io.arpfailover.agent.takeover.Effect;
import io.arpfailover.agent.takeover.Event;
import io.arpfailover.agent.takeover.Performer;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.TenureEffect;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import io.arpfailover.coordinator.zookeeper.ClusterStore;
import io.arpfailover.coordinator.zookeeper.SwitchoverDesk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs the machine's effects on the real wire, kernel and ZooKeeper, and writes the log. Only on the loop's thread. */
final class AgentPerformer implements Performer {
    private static final Logger LOG = LoggerFactory.getLogger("arp-failover");

    private final ServerSide server;
    private final ArpLink wire;
    private final ClusterStore store;
    private final SwitchoverDesk desk;
    private final MemberCard card;
    private final PeerDesk peer;
    private final Optional<HolderProxy> proxy;
    private final Clock clock;

    private Optional<Move> lastMove = Optional.empty();

    AgentPerformer(
            ServerSide server,
            ArpLink wire,
            ClusterStore store,
            SwitchoverDesk desk,
            MemberCard card,
            PeerDesk peer,
            Optional<HolderProxy> proxy,
            Clock clock) {
        this.server = server;
        this.wire = wire;
        this.store = store;
        this.desk = desk;
        this.card = card;
        this.peer = peer;
        this.proxy = proxy;
        this.clock = clock;
    }

    /** The last move to this member since the agent started. */
    Optional<Move> lastMove() {
        return lastMove;
    }

    @Override
    public Event.FrameSent send(Outbound outbound) {
        Optional<MacAddress> mac = server.mac();
        SendResult result = mac.map(own -> wire.send(outbound.frame(own)))
                .orElse(new SendResult.NotSent("the interface does not exist"));
        if (result instanceof SendResult.NotSent notSent) {
            LOG.debug("frame={} sent=no because=\"{}\"", outbound, notSent.because());
        }
        return new Event.FrameSent(outbound, result instanceof SendResult.Sent);
    }

    @Override
    public Event.LeaseSet setLease(MonotonicTime until, boolean renewal) {
        proxy.ifPresent(answering -> answering.atMostUntil(until));
        return server.setLease(until, renewal);
    }

    @Override
    public void revokeLease() {
        proxy.ifPresent(HolderProxy::leaseOver);
        server.revokeLease();
    }

    @Override
    public Event.AddressesAssigned assignAddresses(List<Ipv4Address> part, Duration leaseLeft) {
        return server.assign(part, leaseLeft);
    }

    @Override
    public void removeAddresses(List<Ipv4Address> part) {
        server.removeAddresses(part);
    }

    @Override
    public void correspond(Member other) {
        peer.correspond(other);
    }

    @Override
    public void sendHeartbeat(Effect.SendHeartbeat beat) {
        peer.send(beat);
    }

    @Override
    public void sendAck(Effect.SendAck ack) {
        peer.send(ack);
    }

    @Override
    public void sendHandover(Effect.SendHandover handover) {
        peer.send(handover);
    }

    @Override
    public void keepPromise(Effect.KeepPromise promise) {
        peer.keep(promise);
    }

    @Override
    public void compareAndSet(TenureEffect.CompareAndSet call) {
        store.compareAndSet(call.call(), call.version(), stamped(call.next()), call.provenAbsent());
    }

    @Override
    public void reread() {
        store.reread();
    }

    @Override
    public void publish(Effect.Publish health) {
        store.updateSelf(card.with(health, server.macs()));
    }

    @Override
    public void requestSwitchover(Effect.RequestSwitchover request) {
        var unused = desk.request(request.to(), request.by(), false);
    }

    @Override
    public void closeSwitchover(Switchover ended) {
        LOG.info("switchover={} to={} reason=\"{}\"", ended.outcome(), ended.to(), ended.reason());
        desk.close(ended);
    }

    @Override
    public void record(Move move, MonotonicTime claimed) {
        long at = System.currentTimeMillis() - claimed.until(clock.now()).toMillis();
        Move stamped = new Move(move.epoch(), move.to(), move.from(), move.why(), at, move.phaseMicros());
        lastMove = Optional.of(stamped);
        LOG.info("moved epoch={} to={} micros={}", stamped.epoch(), stamped.to(), stamped.phaseMicros());
        var unused = store.appendHistory(stamped).exceptionally(failure -> {
            LOG.warn("history=not-written epoch={} because=\"{}\"", stamped.epoch(), failure.getMessage());
            return null;
        });
    }

    @Override
    public void transition(Effect.Transition transition) {
        LOG.info("stage={} from={} because=\"{}\"", transition.to(), transition.from(), transition.cause());
    }

    @Override
    public void notice(Effect.Notice notice) {
        switch (notice.severity()) {
            case INFO -> LOG.info("{}", notice.text());
            case WARN -> LOG.warn("{}", notice.text());
            case ERROR -> LOG.error("{}", notice.text());
        }
    }

    /** A tenure that begins now gets its date; a renewed one keeps it. */
    private static Tenure stamped(Tenure next) {
        return next.sinceEpochMillis() != 0
                ? next
                : new Tenure(
                        next.holder(), next.epoch(), next.mode(), next.heir(), System.currentTimeMillis(), next.why());
    }
}
