package io.arpfailover.agent.takeover;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.Ack;
import io.arpfailover.coordinator.tenure.Handover;
import io.arpfailover.coordinator.tenure.Heartbeat;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.TenureEffect;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@link Takeover} wants done. Effects are performed in the order given; the answer of one, if it has any, is
 * applied before the next is performed.
 */
public sealed interface Effect {
    /** Does it, and gives the event that answers it when there is one at once. */
    Optional<Event> performOn(Performer performer);

    /** Whether it only tells people something: nothing waits for that, and no answer comes. */
    default boolean isForPeople() {
        return false;
    }

    /** Send a frame. Answered by {@link Event.FrameSent}. */
    record Send(Outbound outbound) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            return Optional.of(performer.send(outbound));
        }
    }

    /** Let the kernel pass the addresses until then. Answered by {@link Event.LeaseSet}. */
    record SetLease(MonotonicTime until, boolean renewal) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            return Optional.of(performer.setLease(until, renewal));
        }
    }

    /** Let the kernel drop the addresses' traffic from now on. */
    record RevokeLease() implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.revokeLease();
            return Optional.empty();
        }
    }

    /**
     * Put these addresses on the interface, or prolong their lifetime. Answered by {@link Event.AddressesAssigned}.
     *
     * @param leaseLeft what is left of the lease; the kernel rounds an address's lifetime to whole seconds
     */
    record AssignAddresses(List<Ipv4Address> part, Duration leaseLeft) implements Effect {
        public AssignAddresses {
            part = List.copyOf(part);
        }

        @Override
        public Optional<Event> performOn(Performer performer) {
            return Optional.of(performer.assignAddresses(part, leaseLeft));
        }
    }

    /** Take these addresses off the interface. */
    record RemoveAddresses(List<Ipv4Address> part) implements Effect {
        public RemoveAddresses {
            part = List.copyOf(part);
        }

        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.removeAddresses(part);
            return Optional.empty();
        }
    }

    /** This is the other member: datagrams go where its card says, and are taken from nobody else. */
    record Correspond(Member other) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.correspond(other);
            return Optional.empty();
        }
    }

    /** Tell the other member that we hold the tenure, and whether we are fit to. Answered later by an ack, or not. */
    record SendHeartbeat(Heartbeat heartbeat, boolean fit) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.sendHeartbeat(this);
            return Optional.empty();
        }
    }

    /** Promise the other member what it asked for, and tell whether we are fit to take over. */
    record SendAck(Ack ack, boolean fit) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.sendAck(this);
            return Optional.empty();
        }
    }

    /** Tell the other member that it is the holder now. Answered later by its first heartbeat, or not. */
    record SendHandover(Handover handover, boolean fit) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.sendHandover(this);
            return Optional.empty();
        }
    }

    /** Write a long promise down where a restart finds it. Answered later by {@link Event.PromiseKept}. */
    record KeepPromise(Heartbeat heartbeat, MonotonicTime until) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.keepPromise(this);
            return Optional.empty();
        }
    }

    /** Replace the tenure. Answered later by {@link Event.CallAnswered}. */
    record CompareAndSet(TenureEffect.CompareAndSet call) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.compareAndSet(call);
            return Optional.empty();
        }
    }

    /** Read the tenure again. Answered later by {@link Event.TenureRead}. */
    record Reread() implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.reread();
            return Optional.empty();
        }
    }

    /** Tell the other member how we are. */
    record Publish(boolean fit, String unfitBecause, Optional<String> readyFor) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.publish(this);
            return Optional.empty();
        }
    }

    /** Open a switchover request, as an administrator would. */
    record RequestSwitchover(NodeName to, String by) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.requestSwitchover(this);
            return Optional.empty();
        }
    }

    /** Write down what became of a switchover request. */
    record CloseSwitchover(Switchover ended) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.closeSwitchover(ended);
            return Optional.empty();
        }
    }

    /** Add an entry to the history; its {@code atEpochMillis} of 0 is for the performer to fill in. */
    record RecordMove(Move move, MonotonicTime claimed) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.record(move, claimed);
            return Optional.empty();
        }
    }

    /** The stage changed. */
    record Transition(Stage from, Stage to, String cause) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.transition(this);
            return Optional.empty();
        }

        @Override
        public boolean isForPeople() {
            return true;
        }
    }

    /** Something a person should know. */
    record Notice(Severity severity, String text) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.notice(this);
            return Optional.empty();
        }

        @Override
        public boolean isForPeople() {
            return true;
        }
    }

    /** How much a person needs to know. */
    enum Severity {
        /** The normal course of things. */
        INFO,
        /** Something is wrong that the agent handles. */
        WARN,
        /** A person must act. */
        ERROR
    }
}
