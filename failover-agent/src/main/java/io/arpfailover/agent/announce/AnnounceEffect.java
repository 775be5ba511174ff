package io.arpfailover.agent.announce;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;

/** What an {@link Announcer} wants done, or has to report. */
public sealed interface AnnounceEffect {

    Ipv4Address vip();

    /** Hands this effect to the method that is named after it. */
    void performOn(Performer performer);

    /** Send this when the pace allows, and answer with {@link Announcer#sent}, also when it was dropped. */
    record Send(Outbound outbound) implements AnnounceEffect {
        @Override
        public Ipv4Address vip() {
            return outbound.vip();
        }

        @Override
        public void performOn(Performer performer) {
            performer.send(this);
        }
    }

    /** The gateway sends to us now. Once, until there is reason to doubt it or another station answers for it. */
    record Repointed(Ipv4Address vip, MacAddress gatewayMac) implements AnnounceEffect {
        @Override
        public void performOn(Performer performer) {
            performer.repointed(this);
        }
    }

    /** The gateway does not answer: it may still send elsewhere. Once, until it answers. */
    record NotRepointed(Ipv4Address vip) implements AnnounceEffect {
        @Override
        public void performOn(Performer performer) {
            performer.notRepointed(this);
        }
    }

    /** Frames do not leave. Once, until they do. */
    record SendFailing(Ipv4Address vip) implements AnnounceEffect {
        @Override
        public void performOn(Performer performer) {
            performer.sendFailing(this);
        }
    }

    /** Does what the effects ask for: one method per effect, so that a new effect does not compile until it is done. */
    interface Performer {
        void send(Send effect);

        void repointed(Repointed effect);

        void notRepointed(NotRepointed effect);

        void sendFailing(SendFailing effect);
    }
}
