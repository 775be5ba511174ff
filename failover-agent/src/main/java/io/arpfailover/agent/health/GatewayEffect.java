package io.arpfailover.agent.health;

import io.arpfailover.agent.announce.Urgency;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;

/** What a {@link GatewayWatch} wants done, or has to report. */
public sealed interface GatewayEffect {

    /** Hands this effect to the method that is named after it. */
    void performOn(Performer performer);

    /**
     * Ask the gateway when the pace allows, and answer with {@link GatewayWatch#sent}, also when it was dropped.
     *
     * @param everybody whether the question goes to everybody, also where the gateway's MAC is known
     */
    record Ask(Ipv4Address gateway, boolean everybody, Urgency urgency) implements GatewayEffect {
        @Override
        public void performOn(Performer performer) {
            performer.ask(this);
        }
    }

    /** The gateway answers. Once, until it does not. */
    record Reachable(Ipv4Address gateway, MacAddress by) implements GatewayEffect {
        @Override
        public void performOn(Performer performer) {
            performer.reachable(this);
        }
    }

    /** The gateway does not answer: this server, or the gateway, is cut off. Once, until it answers. */
    record Unreachable(Ipv4Address gateway) implements GatewayEffect {
        @Override
        public void performOn(Performer performer) {
            performer.unreachable(this);
        }
    }

    /** Does what the effects ask for: one method per effect, so that a new effect does not compile until it is done. */
    interface Performer {
        void ask(Ask effect);

        void reachable(Reachable effect);

        void unreachable(Unreachable effect);
    }
}
