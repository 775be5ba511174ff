package io.arpfailover.agent.config;

/** What an agent does about the kernel's settings by which other interfaces answer for the shared addresses. */
public enum SysctlPolicy {
    /** It warns at its start. */
    CHECK,
    /** It sets those that are wrong, and puts them back at its end. */
    SET,
    /** It does not look. */
    IGNORE
}
