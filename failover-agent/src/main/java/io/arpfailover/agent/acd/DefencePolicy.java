package io.arpfailover.agent.acd;

/** What to do about a third host that uses our address while we use it (RFC 5227 section 2.4). */
public enum DefencePolicy {
    /** Give way at once (section 2.4 (a)). */
    NEVER,
    /** Defend, but give way when it comes again within DEFEND_INTERVAL (section 2.4 (b)). */
    ONCE,
    /** Defend at most once per DEFEND_INTERVAL and never give way (section 2.4 (c)). */
    ALWAYS
}
