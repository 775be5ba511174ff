package io.arpfailover.agent.takeover;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.TenureEffect;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;

/**
 * The world as {@link Takeover} acts on it. Nothing here may block: what takes long is started, and its answer comes as
 * an event.
 */
public interface Performer {
    Event.FrameSent send(Outbound outbound);

    Event.LeaseSet setLease(MonotonicTime until, boolean renewal);

    void revokeLease();

    Event.AddressesAssigned assignAddresses(List<Ipv4Address> part, Duration leaseLeft);

    void removeAddresses(List<Ipv4Address> part);

    void correspond(Member other);

    void sendHeartbeat(Effect.SendHeartbeat heartbeat);

    void sendAck(Effect.SendAck ack);

    void sendHandover(Effect.SendHandover handover);

    void keepPromise(Effect.KeepPromise promise);

    void compareAndSet(TenureEffect.CompareAndSet call);

    void reread();

    void publish(Effect.Publish health);

    void requestSwitchover(Effect.RequestSwitchover request);

    void closeSwitchover(Switchover ended);

    /** Writes a move down whose claim was confirmed at this instant. */
    void record(Move move, MonotonicTime claimed);

    void transition(Effect.Transition transition);

    void notice(Effect.Notice notice);
}
