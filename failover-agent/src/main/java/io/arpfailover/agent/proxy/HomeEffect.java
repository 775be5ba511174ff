package io.arpfailover.agent.proxy;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.util.Optional;

/** What a {@link HomeAgent} wants done, or has to report. */
public sealed interface HomeEffect {

    /** Hands this effect to the method that is named after it. */
    void performOn(Performer performer);

    /** Lead what arrives for the mobile to where it is now. */
    record SetUpTunnel(Ipv4Address mobile, Ipv4Address careOf) implements HomeEffect {
        @Override
        public void performOn(Performer performer) {
            performer.setUpTunnel(this);
        }
    }

    /** Do so no more. */
    record RemoveTunnel(Ipv4Address mobile, Ipv4Address careOf) implements HomeEffect {
        @Override
        public void performOn(Performer performer) {
            performer.removeTunnel(this);
        }
    }

    /** Broadcast, in both forms, that {@code mac} has the mobile's address: ours, or again the mobile's own. */
    record Announce(Ipv4Address mobile, MacAddress mac) implements HomeEffect {
        @Override
        public void performOn(Performer performer) {
            performer.announce(this);
        }
    }

    /** Send this answer. */
    record Answer(ArpFrame frame) implements HomeEffect {
        @Override
        public void performOn(Performer performer) {
            performer.answer(this);
        }
    }

    /** The mobile is away, at this address. */
    record Registered(Ipv4Address mobile, Ipv4Address careOf) implements HomeEffect {
        @Override
        public void performOn(Performer performer) {
            performer.registered(this);
        }
    }

    /** There are as many mobiles as there may be; this one is not served. */
    record Refused(Ipv4Address mobile) implements HomeEffect {
        @Override
        public void performOn(Performer performer) {
            performer.refused(this);
        }
    }

    /** The mobile is served no more. Without its MAC nobody could be told where it is now. */
    record Ended(Ipv4Address mobile, Cause cause, Optional<MacAddress> mac) implements HomeEffect {
        @Override
        public void performOn(Performer performer) {
            performer.ended(this);
        }
    }

    /** Somebody who is neither the mobile nor we uses its address. At most once in ten seconds. */
    record Conflict(Ipv4Address mobile, MacAddress by) implements HomeEffect {
        @Override
        public void performOn(Performer performer) {
            performer.conflict(this);
        }
    }

    /** Why a mobile is served no more. */
    enum Cause {
        /** It said that it is back. */
        RETURNED,
        /** It was seen on its home link. */
        SEEN_AT_HOME,
        /** Its registration was not renewed in time. */
        EXPIRED
    }

    /** Does what the effects ask for: one method per effect, so that a new effect does not compile until it is done. */
    interface Performer {
        void setUpTunnel(SetUpTunnel effect);

        void removeTunnel(RemoveTunnel effect);

        void announce(Announce effect);

        void answer(Answer effect);

        void registered(Registered effect);

        void refused(Refused effect);

        void ended(Ended effect);

        void conflict(Conflict effect);
    }
}
