package io.arpfailover.agent.link;

import java.time.Instant;

/** One frame as a tap saw it, whole and unread. */
public final class TappedFrame {
    private final Instant at;
    private final FrameDirection direction;
    private final byte[] octets;

    /** Keeps the array itself: whoever made the frame must not change it any more. */
    public TappedFrame(Instant at, FrameDirection direction, byte[] octets) {
        this.at = at;
        this.direction = direction;
        this.octets = octets;
    }

    /** By the kernel's wall clock: when it took the frame from the driver, or was about to give it to it. */
    public Instant at() {
        return at;
    }

    public FrameDirection direction() {
        return direction;
    }

    /** From the destination on, without the frame check sequence; not a copy, so not to be changed. */
    public byte[] octets() {
        return octets;
    }
}
