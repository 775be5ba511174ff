package io.arpfailover.agent.metrics;

import io.arpfailover.coordinator.tenure.Move;
import java.util.Locale;

/** Why the addresses moved, as few words as alerts can tell apart. */
enum MoveCause {
    /** Nobody held them before. */
    FIRST,
    /** The holder's heartbeats stopped. */
    NO_HEARTBEAT,
    /** The holder's session with ZooKeeper ended. */
    SESSION_ENDED,
    /** The holder handed them over: asked to, unfit, ending, or because the other is preferred. */
    HANDED_OVER;

    static MoveCause of(Move move) {
        if (move.from().isEmpty()) {
            return FIRST;
        }
        if (move.why().startsWith("no heartbeat from ")) {
            return NO_HEARTBEAT;
        }
        return move.why().startsWith("the session of ") ? SESSION_ENDED : HANDED_OVER;
    }

    /** As the value of a label. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
