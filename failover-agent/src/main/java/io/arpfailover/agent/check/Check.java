package io.arpfailover.agent.check;

import io.arpfailover.agent.health.CheckResult;

/** Something that can be checked again and again, one run at a time. */
interface Check {
    /** Runs once and waits for the end; interrupted, it ends what it has begun. */
    CheckResult run() throws InterruptedException;

    /** Ends a run, from another thread, where an interrupt does not. */
    default void abort() {}
}
