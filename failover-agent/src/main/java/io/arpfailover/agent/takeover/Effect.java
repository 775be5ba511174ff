package io.arpfailover.agent.takeover;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.TenureEffect;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@link Takeover} wants done. Effects are performed in the order given; the answer of one, if it has any, is
 * applied before the next is performed.
 */
public sealed interface Effect {
    /** Does it, and gives the event that answers it when there is one at once. */
    Optional<Event> performOn(Performer performer);

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
     * Put the addresses on the interface. Answered by {@link Event.AddressesAssigned}.
     *
     * @param leaseLeft what is left of the lease; the kernel rounds an address's lifetime to whole seconds
     */
    record AssignAddresses(Duration leaseLeft) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            return Optional.of(performer.assignAddresses(leaseLeft));
        }
    }

    /** Prolong the lifetime of addresses that are in place: the backstop under the lease. */
    record RefreshAddresses(Duration leaseLeft) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            Event.AddressesAssigned answer = performer.assignAddresses(leaseLeft);
            return answer.failure().isPresent() ? Optional.of(answer) : Optional.empty();
        }
    }

    /** Take the addresses off the interface. */
    record RemoveAddresses() implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.removeAddresses();
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
    }

    /** Something a person should know. */
    record Notice(Severity severity, String text) implements Effect {
        @Override
        public Optional<Event> performOn(Performer performer) {
            performer.notice(this);
            return Optional.empty();
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
