package io.arpfailover.agent.proxy;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;

/** What a {@link ProxyArp} wants done, or has to report. */
public sealed interface ProxyEffect {

    /** Hands this effect to the method that is named after it. */
    void performOn(Performer performer);

    /** Send this answer, if the right still holds. */
    record Answer(ArpFrame frame) implements ProxyEffect {
        @Override
        public void performOn(Performer performer) {
            performer.answer(this);
        }
    }

    /** Ask once who has the address, with an address of our own. What is heard comes back as any other frame. */
    record AskUpstream(Ipv4Address address) implements ProxyEffect {
        @Override
        public void performOn(Performer performer) {
            performer.askUpstream(this);
        }
    }

    /** Announce that the address is reached by our MAC now, if its path still allows an answer. */
    record Announce(Ipv4Address address) implements ProxyEffect {
        @Override
        public void performOn(Performer performer) {
            performer.announce(this);
        }
    }

    /** The MAC of a proxied host has become known, or is another now. */
    record Learned(Ipv4Address address, MacAddress mac) implements ProxyEffect {
        @Override
        public void performOn(Performer performer) {
            performer.learned(this);
        }
    }

    /** Nobody told the MAC of this address in time; those who asked get silence. */
    record NotFound(Ipv4Address address) implements ProxyEffect {
        @Override
        public void performOn(Performer performer) {
            performer.notFound(this);
        }
    }

    /** Does what the effects ask for: one method per effect, so that a new effect does not compile until it is done. */
    interface Performer {
        void answer(Answer effect);

        void askUpstream(AskUpstream effect);

        void announce(Announce effect);

        void learned(Learned effect);

        void notFound(NotFound effect);
    }
}
