package io.arpfailover.agent.config;

/** What the agent does about ARP that is not as it should be. */
public enum InspectLevel {
    /** It looks only at what concerns its own addresses. */
    OFF,
    /** It looks at all, and tells. */
    LOG,
    /** It tells, and does not let what it denies into its own neighbour cache. */
    ENFORCE
}
