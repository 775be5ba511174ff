package io.arpfailover.agent.proxy;

/** Whose MAC address stands in a proxy's answers. */
public enum AnswerWith {
    /** Our own: packets come to us, and we forward them (RFC 1027). */
    OWN_MAC,
    /** That of the host itself: packets go there, and only the question is spared. */
    REAL_MAC
}
