package io.arpfailover.agent.inspect;

/** What becomes of a sender for whose address there is no binding. */
public enum UnboundPolicy {
    /** It passes. */
    PERMIT,
    /** It passes, and the address is bound to it from then on, until it has been silent for some time. */
    LEARN,
    /** It is denied, as by a switch with dynamic ARP inspection. */
    DENY
}
