package io.arpfailover.agent.health;

/** Where the question to the gateway is. */
enum WatchState {
    STOPPED,
    /** A question was handed over and it is not known yet whether it left. */
    ASKING,
    /** The question has left, and nothing was heard since. */
    AWAITING,
    /** The gateway was heard, or the question did not leave; the next one has its time. */
    RESTING
}
