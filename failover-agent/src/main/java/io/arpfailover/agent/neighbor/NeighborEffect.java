package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.util.List;

/**
 * What a {@link Resolver} wants done, or has to report.
 *
 * @param <P> the packets that wait for an answer
 */
public sealed interface NeighborEffect<P> {

    /** Hands this effect to the method that is named after it. */
    void performOn(Performer<P> performer);

    /** Send this question about {@code address}; when it did not leave, say so with {@link Resolver#notSent}. */
    record Ask<P>(Ipv4Address address, ArpFrame frame) implements NeighborEffect<P> {
        @Override
        public void performOn(Performer<P> performer) {
            performer.ask(this);
        }
    }

    /** Send this answer to a question about one of our own addresses. */
    record Answer<P>(ArpFrame frame) implements NeighborEffect<P> {
        @Override
        public void performOn(Performer<P> performer) {
            performer.answer(this);
        }
    }

    /** Send this announcement of one of our own addresses, which has a new MAC. */
    record Announce<P>(ArpFrame frame) implements NeighborEffect<P> {
        @Override
        public void performOn(Performer<P> performer) {
            performer.announce(this);
        }
    }

    /** Send these packets to {@code mac}, in this order. */
    record Deliver<P>(Ipv4Address address, MacAddress mac, List<P> packets) implements NeighborEffect<P> {
        @Override
        public void performOn(Performer<P> performer) {
            performer.deliver(this);
        }
    }

    /** These packets will not be sent. */
    record Drop<P>(Ipv4Address address, DropCause cause, List<P> packets) implements NeighborEffect<P> {
        @Override
        public void performOn(Performer<P> performer) {
            performer.drop(this);
        }
    }

    /** A neighbour that was asked for has a MAC. */
    record Resolved<P>(Ipv4Address address, MacAddress mac, Evidence by) implements NeighborEffect<P> {
        @Override
        public void performOn(Performer<P> performer) {
            performer.resolved(this);
        }
    }

    /** A known neighbour that was asked is still there, with the same MAC. */
    record Confirmed<P>(Ipv4Address address, MacAddress mac) implements NeighborEffect<P> {
        @Override
        public void performOn(Performer<P> performer) {
            performer.confirmed(this);
        }
    }

    /**
     * A known neighbour has another MAC. At most once per interval and neighbour; the last of many is always told.
     *
     * @param from the MAC that was told last
     * @param times how often it changed since
     */
    record Changed<P>(Ipv4Address address, MacAddress from, MacAddress to, int times) implements NeighborEffect<P> {
        @Override
        public void performOn(Performer<P> performer) {
            performer.changed(this);
        }
    }

    /** A neighbour did not answer, often as it was asked. Once per round. */
    record Unreachable<P>(Ipv4Address address) implements NeighborEffect<P> {
        @Override
        public void performOn(Performer<P> performer) {
            performer.unreachable(this);
        }
    }

    /** Somebody claims an address of a static entry for another MAC; the entry stands. At most once per interval. */
    record Contradicted<P>(Ipv4Address address, MacAddress kept, MacAddress claimed) implements NeighborEffect<P> {
        @Override
        public void performOn(Performer<P> performer) {
            performer.contradicted(this);
        }
    }

    /** A static entry found no room: every other one is static or being asked. */
    record Refused<P>(Ipv4Address address) implements NeighborEffect<P> {
        @Override
        public void performOn(Performer<P> performer) {
            performer.refused(this);
        }
    }

    /** Does what the effects ask for: one method per effect, so that a new effect does not compile until it is done. */
    interface Performer<P> {
        void ask(Ask<P> effect);

        void answer(Answer<P> effect);

        void announce(Announce<P> effect);

        void deliver(Deliver<P> effect);

        void drop(Drop<P> effect);

        void resolved(Resolved<P> effect);

        void confirmed(Confirmed<P> effect);

        void changed(Changed<P> effect);

        void unreachable(Unreachable<P> effect);

        void contradicted(Contradicted<P> effect);

        void refused(Refused<P> effect);
    }
}
