package io.arpfailover.agent.takeover;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.TenureEffect;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/**
 * The world as {@link Takeover} acts on it. Nothing here may block: what takes long is started, and its answer comes as
 * an event.
 */
public interface Performer {
    Event.FrameSent send(Outbound outbound);

    Event.LeaseSet setLease(MonotonicTime until, boolean renewal);

    void revokeLease();

    Event.AddressesAssigned assignAddresses(Duration leaseLeft);

    void removeAddresses();

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
