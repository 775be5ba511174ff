package io.arpfailover.agent.stack;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.coordinator.time.MonotonicTime;

/** One machine on an interface, with whoever performs its effects. Called on the stack's thread, but for {@link #wants}. */
public interface Client {

    /** When {@link #onTimeout} is due; {@link MonotonicTime#NEVER} when nothing is. */
    MonotonicTime nextTimeout();

    /** Called once {@link #nextTimeout} has come, and not before. */
    void onTimeout(MonotonicTime now);

    /** A frame of somebody else's arrived. */
    void onFrame(ArpFrame frame, MonotonicTime now);

    /** Whether a frame can mean anything here. Asked on the capture thread, so it must not look at what changes. */
    default boolean wants(ArpFrame frame) {
        return true;
    }
}
