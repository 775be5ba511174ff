package io.arpfailover.agent.health;

/** What is thought of a check. */
public enum Verdict {
    /** Too few results since the start to say. Does not make a server unfit: a cluster must start at once. */
    UNKNOWN,
    PASSING,
    FAILING
}
