package io.arpfailover.agent.role;

/** What this server is to its cluster, for those who act on it. The package shows the picture. */
public enum Role {
    /** Not known yet: the agent has only begun. */
    UNKNOWN,
    /** It serves the addresses, and the LAN has been told. */
    HOLDER,
    /** It holds nothing, and nothing is wrong with it; also while a person keeps it in maintenance. */
    STANDBY,
    /** It holds nothing and could not: something on it or around it is wrong. */
    FAULT
}
