package io.arpfailover.agent.proxy;

/** Where the kernel would send a packet for an address, seen from the interface on which somebody asks for it. */
public enum Path {
    /** Out of this very interface: whoever asks can reach it alone (RFC 1027 section 2.3). */
    SAME_INTERFACE,
    /** Out of another one. */
    ELSEWHERE,
    /** To this machine itself, whose kernel answers. */
    OURSELVES,
    /** There is no route, or one that refuses. */
    NOWHERE
}
