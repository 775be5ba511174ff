package io.arpfailover.coordinator.log;

/** How a line is written. */
public enum Notation {
    /** As its message is, for people and grep. */
    PLAIN,
    /** As one JSON object, for programs. */
    JSON
}
