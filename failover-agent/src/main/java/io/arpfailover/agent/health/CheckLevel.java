package io.arpfailover.agent.health;

/** What a failing check means. */
public enum CheckLevel {
    /** The server is not fit: a holder hands over when the heir is fit. */
    REQUIRED,
    /** It is told in the status and in the log, and nothing moves. */
    ADVISORY
}
