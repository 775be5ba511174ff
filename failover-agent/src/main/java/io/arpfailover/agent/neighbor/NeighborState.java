package io.arpfailover.agent.neighbor;

/** How far a neighbour's MAC is known, as Linux names it (NUD) and RFC 4861 section 7.3.2 before it. */
public enum NeighborState {
    /** Everybody is being asked; no MAC yet, packets wait. */
    INCOMPLETE,
    /** Confirmed a short while ago. */
    REACHABLE,
    /** Known, but not confirmed lately, or only by hearsay; nobody has used it since. */
    STALE,
    /** Used while stale: the protocols above have a moment to confirm it. */
    DELAY,
    /** Being asked, itself first and then everybody; its MAC is still used. */
    PROBE,
    /** Did not answer, or was forgotten; stays only to keep questions apart. */
    FAILED,
    /** Set by hand; nothing that is heard changes it. */
    STATIC;

    /** Whether a question is out. */
    boolean isAsking() {
        return this == INCOMPLETE || this == PROBE;
    }

    /** Whether packets may be sent to the MAC. */
    boolean isUsable() {
        return this != INCOMPLETE && this != FAILED;
    }
}
