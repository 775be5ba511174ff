package io.arpfailover.agent.announce;

/** How long a frame may wait for its turn. */
public enum Urgency {
    /** Traffic goes astray, or a takeover stands still, until it leaves. */
    URGENT,
    /** Keeps fresh what is known already: leaves when nothing urgent waits, and is the first to be dropped. */
    ROUTINE
}
