package io.arpfailover.agent.inspect;

/** One of the two servers of a pair. */
public enum Member {
    /** This one. */
    OWN,
    /** The other one. */
    PEER
}
