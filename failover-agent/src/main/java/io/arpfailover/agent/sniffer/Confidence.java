package io.arpfailover.agent.sniffer;

/** How far a verdict can be relied on. */
public enum Confidence {
    /** A hint. */
    LOW,
    /** Known of some systems; others may do it for another reason. */
    MEDIUM,
    /** No other reason is known, or only a rare one. */
    HIGH
}
