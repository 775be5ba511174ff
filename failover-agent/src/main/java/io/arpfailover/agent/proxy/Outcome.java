package io.arpfailover.agent.proxy;

/** What became of one request for a proxied address. All but the first two are silence. */
public enum Outcome {
    /** Answered. */
    ANSWERED,
    /** Answered a probe, because the address is bound to somebody else's MAC. */
    DEFENDED,
    /** The asker's own address: an announcement, or the host itself. */
    OWN_ADDRESS,
    /** The network's own or its broadcast address. */
    RESERVED_ADDRESS,
    /** A probe (RFC 5227) for an address that is bound to nobody. */
    PROBE,
    /** The asker reaches it alone, or nobody does, or our own kernel answers. */
    NOT_BEHIND_US,
    /** Somebody else answers for these addresses now. */
    NO_RIGHT,
    /** This asker has had its answers for this second. */
    RATE_LIMITED,
    /** The MAC is asked for; the answer follows, or silence does. */
    ASKED_UPSTREAM,
    /** Nobody told the MAC in time. */
    NOT_FOUND,
    /** Too many wait for their answers; this one, which waited the longest, gets none. */
    CROWDED_OUT,
    /** Somebody else answered while we waited. */
    SUPPRESSED
}
