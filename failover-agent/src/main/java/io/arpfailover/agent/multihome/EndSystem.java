package io.arpfailover.agent.multihome;

/** Whom an address belongs to, as far as ARP can tell (RFC 1122 section 3.3.4.2). */
public enum EndSystem {
    /** To the host: some interface answers for the addresses of others, or asks with them. */
    WEAK,
    /** To its interface: none does. */
    STRONG
}
