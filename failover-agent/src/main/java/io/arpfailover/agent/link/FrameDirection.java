package io.arpfailover.agent.link;

/** Which way a frame went, by the kernel's word: a source address proves nothing. */
public enum FrameDirection {
    /** It came from the wire, whoever it was for. */
    IN,
    /** This machine sent it, whichever program did. */
    OUT
}
