package io.arpfailover.agent.scan;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;

/** What a {@link Sweep} wants done, or has to report. */
public sealed interface SweepEffect {

    /** Hands this effect to the method that is named after it. */
    void performOn(Performer performer);

    /**
     * Ask who has {@code target}, and answer with {@link Sweep#sent}, also when it was dropped.
     *
     * @param sender the address of ours to give, or 0.0.0.0, from which nobody learns
     */
    record Ask(Ipv4Address sender, Ipv4Address target) implements SweepEffect {
        /** The question as {@code own} sends it. */
        public ArpFrame frame(MacAddress own) {
            return ArpFrame.broadcast(ArpPacket.request(own, sender, target));
        }

        @Override
        public void performOn(Performer performer) {
            performer.ask(this);
        }
    }

    /** Everybody was asked. */
    record Finished(ScanReport report) implements SweepEffect {
        @Override
        public void performOn(Performer performer) {
            performer.finished(this);
        }
    }

    /** Frames do not leave: it was given up. */
    record Failed(ScanReport report) implements SweepEffect {
        @Override
        public void performOn(Performer performer) {
            performer.failed(this);
        }
    }

    /** Does what the effects ask for: one method per effect, so that a new effect does not compile until it is done. */
    interface Performer {
        void ask(Ask effect);

        void finished(Finished effect);

        void failed(Failed effect);
    }
}
