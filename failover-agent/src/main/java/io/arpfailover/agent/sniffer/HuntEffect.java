package io.arpfailover.agent.sniffer;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;

/** What a {@link SnifferHunt} wants done, or has to report. */
public sealed interface HuntEffect {

    /** Hands this effect to the method that is named after it. */
    void performOn(Performer performer);

    /**
     * Ask who has {@code suspect}, and answer with {@link SnifferHunt#sent}, also when it was dropped.
     *
     * @param sender the address of ours to give
     * @param destination where the frame goes, whoever may read it there
     */
    record Ask(Ipv4Address sender, Ipv4Address suspect, MacAddress destination) implements HuntEffect {
        /** The question as {@code own} sends it. */
        public ArpFrame frame(MacAddress own) {
            return ArpFrame.unicast(destination, ArpPacket.request(own, sender, suspect));
        }

        @Override
        public void performOn(Performer performer) {
            performer.ask(this);
        }
    }

    /** This one is through. */
    record Judged(SnifferFinding finding) implements HuntEffect {
        @Override
        public void performOn(Performer performer) {
            performer.judged(this);
        }
    }

    /** All are through. */
    record Finished() implements HuntEffect {
        @Override
        public void performOn(Performer performer) {
            performer.finished(this);
        }
    }

    /** Frames do not leave: it was given up. */
    record Failed() implements HuntEffect {
        @Override
        public void performOn(Performer performer) {
            performer.failed(this);
        }
    }

    /** Does what the effects ask for: one method per effect, so that a new effect does not compile until it is done. */
    interface Performer {
        void ask(Ask effect);

        void judged(Judged effect);

        void finished(Finished effect);

        void failed(Failed effect);
    }
}
