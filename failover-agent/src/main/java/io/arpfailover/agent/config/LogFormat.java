package io.arpfailover.agent.config;

/** How a line of the log is written. */
public enum LogFormat {
    /** {@code key=value} pairs, for people and grep. */
    KEY_VALUE,
    /** One JSON object, for programs. */
    JSON
}
