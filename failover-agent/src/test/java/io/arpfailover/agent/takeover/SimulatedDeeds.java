package io.arpfailover.agent.takeover;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.peer.PeerMessage;
import io.arpfailover.agent.peer.SimulatedPeerLink;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.Ack;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.TenureEffect;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The simulated world as the machine of one process acts on it. */
final class SimulatedDeeds implements Performer {
    private static final Duration MOST_LATE_REVOKE = Duration.ofMillis(500);

    private final Agenda agenda;
    private final SimulatedServer server;
    private final SimulatedProcess process;
    private final Takeover takeover;
    private final BrokenShell shell;
    private final SimulatedClient client;
    private final SimulatedPeerLink link;
    private final SimulatedWriter writer;

    SimulatedDeeds(
            Agenda agenda,
            SimulatedServer server,
            SimulatedProcess process,
            BrokenShell shell,
            SimulatedClient client,
            SimulatedPeerLink link) {
        this.agenda = agenda;
        this.server = server;
        this.process = process;
        this.takeover = process.takeover();
        this.shell = shell;
        this.client = client;
        this.link = link;
        this.writer = new SimulatedWriter(agenda, server, process);
    }

    @Override
    public Event.FrameSent send(Outbound outbound) {
        return new Event.FrameSent(outbound, server.send(outbound.frame(server.mac())));
    }

    @Override
    public Event.LeaseSet setLease(MonotonicTime until, boolean renewal) {
        return shell.setLease(until, renewal, process.turnStarted());
    }

    @Override
    public void revokeLease() {
        if (shell.breaks(BrokenRule.REVOKED_LATE) || shell.breaks(BrokenRule.ACK_BEFORE_REVOKE)) {
            Duration least = shell.breaks(BrokenRule.REVOKED_LATE) ? Duration.ZERO : MOST_LATE_REVOKE;
            agenda.in(agenda.between(least, MOST_LATE_REVOKE), () -> process.deliver(server.kernel()::revokeLease));
        } else if (!shell.keepsWhatItHandsOver()) {
            server.kernel().revokeLease();
        }
    }

    @Override
    public Event.AddressesAssigned assignAddresses(List<Ipv4Address> part, Duration leaseLeft) {
        return server.link().mac().isEmpty()
                ? new Event.AddressesAssigned(part, Optional.of("the interface does not exist"))
                : server.kernel().assign(part, leaseLeft);
    }

    @Override
    public void removeAddresses(List<Ipv4Address> part) {
        if (!shell.keepsWhatItHandsOver()) {
            server.kernel().removeAddresses(part);
        }
    }

    @Override
    public void correspond(Member other) {
        link.peer(other.node(), other.incarnation(), other.peerEndpoints());
    }

    @Override
    public void sendHeartbeat(Effect.SendHeartbeat beat) {
        shell.beats();
        link.send(new PeerMessage.Beat(beat.heartbeat(), beat.fit()));
    }

    /** An ack says: I hold no lease (rule 6), and I know your epoch as the present one (rule 11). */
    @Override
    public void sendAck(Effect.SendAck ack) {
        Effect.SendAck said = shell.said(ack);
        if (server.kernel().leaseLive()) {
            throw new AssertionError(server.name() + " acks while its kernel has a lease");
        }
        Tenure known = takeover.status(server.clock().now()).tenure().orElseThrow();
        if (known.isHeldBy(server.name()) || known.epoch() != said.ack().epoch()) {
            throw new AssertionError(server.name() + " knows " + known + " and gives " + said);
        }
        link.send(new PeerMessage.Promise(said.ack(), said.fit()));
    }

    @Override
    public void sendHandover(Effect.SendHandover told) {
        link.send(new PeerMessage.Given(told.handover(), told.fit()));
    }

    @Override
    public void keepPromise(Effect.KeepPromise promise) {
        writer.write(promise, shell.breaks(BrokenRule.ACK_BEFORE_FILE));
        if (shell.breaks(BrokenRule.ACK_BEFORE_FILE)) {
            sendAck(new Effect.SendAck(Ack.of(promise.heartbeat()), true));
        }
    }

    @Override
    public void compareAndSet(TenureEffect.CompareAndSet call) {
        shell.asked(call.next());
        client.compareAndSet(call);
    }

    @Override
    public void reread() {
        client.readTenure();
    }

    @Override
    public void publish(Effect.Publish health) {
        client.updateSelf(process.card(health));
    }

    @Override
    public void requestSwitchover(Effect.RequestSwitchover request) {
        switchover(request.to(), request.by());
    }

    /** Opens a request unless one is open, and closes it when nobody has acted on it for long. */
    void switchover(NodeName to, String by) {
        Switchover request = Switchover.asked("s" + agenda.now(), to, by, false);
        client.writeIntent(intent -> intent.opened(request));
        agenda.in(
                takeover.patience().multipliedBy(2),
                () -> process.deliver(
                        () -> closeSwitchover(request.ended(Outcome.REFUSED, "nobody acted on it in time"))));
    }

    @Override
    public void closeSwitchover(Switchover ended) {
        client.writeIntent(intent -> intent.closed(ended));
    }

    @Override
    public void record(Move move, MonotonicTime claimed) {}

    @Override
    public void transition(Effect.Transition transition) {}

    @Override
    public void notice(Effect.Notice notice) {}
}
