package io.arpfailover.coordinator.election;

import io.arpfailover.coordinator.time.MonotonicTime;

/** What a turn's machine wants done, or has to report. */
public sealed interface TurnEffect {

    /** Hands this effect to the method that is named after it. */
    void performOn(Performer performer);

    /** Read the record. */
    record Read() implements TurnEffect {
        @Override
        public void performOn(Performer performer) {
            performer.read(this);
        }
    }

    /** Replace the record if it still is {@code expected}; to be answered exactly once. */
    record Write(long call, VersionedTurn expected, Turn next) implements TurnEffect {
        @Override
        public void performOn(Performer performer) {
            performer.write(this);
        }
    }

    /** It is our turn, until then. */
    record OursUntil(MonotonicTime until, boolean began) implements TurnEffect {
        @Override
        public void performOn(Performer performer) {
            performer.oursUntil(this);
        }
    }

    /** It is our turn no more, as of now. */
    record Over(String cause) implements TurnEffect {
        @Override
        public void performOn(Performer performer) {
            performer.over(this);
        }
    }

    /** We have left; nothing more will be asked. */
    record Left() implements TurnEffect {
        @Override
        public void performOn(Performer performer) {
            performer.left(this);
        }
    }

    /** Does what the effects ask for: one method per effect, so that a new effect does not compile until it is done. */
    interface Performer {
        void read(Read effect);

        void write(Write effect);

        void oursUntil(OursUntil effect);

        void over(Over effect);

        void left(Left effect);
    }
}
