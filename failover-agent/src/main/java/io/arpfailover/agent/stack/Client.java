package io.arpfailover.agent.stack;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.coordinator.time.MonotonicTime;

/** One machine on an interface, with whoever performs its effects. Called on the stack's thread, but for what is asked. */
public interface Client {

    /** When {@link #onTimeout} is due; {@link MonotonicTime#NEVER} when nothing is. */
    MonotonicTime nextTimeout();

    /** Called once {@link #nextTimeout} has come, and not before. */
    void onTimeout(MonotonicTime now);

    /** A frame of somebody else's arrived. */
    void onFrame(ArpFrame frame, MonotonicTime now);

    /**
     * Octets arrived that are a frame or were meant as one, in the order in which they came. Only for who
     * {@link #wantsOctets}; ours to read, not to change.
     */
    default void onOctets(byte[] octets, MonotonicTime now) {}

    /** Whether this is about what no parser lets through, too. Asked on the capture thread; the same for ever. */
    default boolean wantsOctets() {
        return false;
    }

    /** Whether a frame can mean anything here. Asked on the capture thread, so it must not look at what changes. */
    default boolean wants(ArpFrame frame) {
        return true;
    }
}
