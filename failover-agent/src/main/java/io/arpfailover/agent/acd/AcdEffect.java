package io.arpfailover.agent.acd;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;

/** What an {@link AddressClaim} wants done, or has to report. */
public sealed interface AcdEffect {

    Ipv4Address address();

    /** Hands this effect to the method that is named after it. */
    void performOn(Performer performer);

    /** Broadcast one probe, and answer with {@link AddressClaim#probeSent}, also when it was dropped. */
    record SendProbe(Ipv4Address address) implements AcdEffect {
        @Override
        public void performOn(Performer performer) {
            performer.sendProbe(this);
        }
    }

    /** Nobody has the address; configure it when the lease allows, then call {@link AddressClaim#configured}. */
    record Ready(Ipv4Address address) implements AcdEffect {
        @Override
        public void performOn(Performer performer) {
            performer.ready(this);
        }
    }

    /** Broadcast one announcement. */
    record Announce(Ipv4Address address) implements AcdEffect {
        @Override
        public void performOn(Performer performer) {
            performer.announce(this);
        }
    }

    /** A third host has the address or asks for it too: it must not be configured. Once per attempt. */
    record Conflict(Ipv4Address address, MacAddress by) implements AcdEffect {
        @Override
        public void performOn(Performer performer) {
            performer.conflict(this);
        }
    }

    /** A third host uses our address: broadcast one announcement and go on. At most one per DEFEND_INTERVAL. */
    record Defend(Ipv4Address address, MacAddress by) implements AcdEffect {
        @Override
        public void performOn(Performer performer) {
            performer.defend(this);
        }
    }

    /** A third host uses our address and the policy gives way: stop using it at once. */
    record Lost(Ipv4Address address, MacAddress by) implements AcdEffect {
        @Override
        public void performOn(Performer performer) {
            performer.lost(this);
        }
    }

    /** Before we use it: the other member's kernel still has the address. Once per attempt; changes nothing. */
    record HeldByPeer(Ipv4Address address, MacAddress by) implements AcdEffect {
        @Override
        public void performOn(Performer performer) {
            performer.heldByPeer(this);
        }
    }

    /** While we use it: the other member sends with our address. At most once per DEFEND_INTERVAL; no conflict. */
    record RivalPeer(Ipv4Address address, MacAddress by) implements AcdEffect {
        @Override
        public void performOn(Performer performer) {
            performer.rivalPeer(this);
        }
    }

    /** Does what the effects ask for: one method per effect, so that a new effect does not compile until it is done. */
    interface Performer {
        void sendProbe(SendProbe effect);

        void ready(Ready effect);

        void announce(Announce effect);

        void conflict(Conflict effect);

        void defend(Defend effect);

        void lost(Lost effect);

        void heldByPeer(HeldByPeer effect);

        void rivalPeer(RivalPeer effect);
    }
}
