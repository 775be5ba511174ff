package io.arpfailover.agent.health;

/** What is thought of the gateway. */
public enum Reachability {
    /** Too few answers and too few misses since the start to say. Does not make a server unfit. */
    UNKNOWN,
    REACHABLE,
    UNREACHABLE
}
