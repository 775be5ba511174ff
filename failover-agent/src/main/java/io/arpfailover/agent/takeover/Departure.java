package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.time.MonotonicTime;

/** How this agent is to end, once it was told to: for good, after handing over, or for a restart that nobody notices. */
final class Departure {
    /** What was asked for. */
    enum Kind {
        NOT_ASKED,
        /** The addresses go to the other member first. */
        FOR_GOOD,
        /** The kernel goes on serving until the next run takes it up, or the long promise is over. */
        FOR_RESTART
    }

    private Kind kind = Kind.NOT_ASKED;
    private MonotonicTime deadline = MonotonicTime.NEVER;
    private boolean longPromise;
    private boolean owesAck;
    private boolean staysAwhile;
    private boolean leftServing;

    void begin(Kind asked, MonotonicTime latest) {
        kind = asked;
        deadline = latest;
    }

    /** It waits for the other member's long promise before it ends. */
    void awaitLongPromise() {
        longPromise = true;
    }

    boolean awaitsLongPromise() {
        return longPromise;
    }

    /** The tenure went to the other member, which needs one more answer of ours before it can serve. */
    void oweAck(MonotonicTime latest) {
        owesAck = true;
        deadline = latest;
    }

    /**
     * The other member serves now, and its lease rests on our answers: they go on until then. It may rest it on ZooKeeper
     * only when its own last promise to us is over (rule 2), and would else have next to no time for that.
     */
    void ackLeft(MonotonicTime until) {
        if (owesAck) {
            owesAck = false;
            staysAwhile = true;
            deadline = until;
        }
    }

    /** Whether the other member still needs answers of ours. */
    boolean isNeeded() {
        return owesAck || staysAwhile;
    }

    void endBy(MonotonicTime latest) {
        deadline = latest;
    }

    boolean isAsked() {
        return kind != Kind.NOT_ASKED;
    }

    boolean isForRestart() {
        return kind == Kind.FOR_RESTART;
    }

    MonotonicTime deadline() {
        return deadline;
    }

    /** Ended, and what the kernel has stays as it is. */
    void leaveServing() {
        leftServing = true;
        deadline = MonotonicTime.NEVER;
    }

    /** The kernel does not serve after all. */
    void servesNoMore() {
        leftServing = false;
    }

    void end() {
        deadline = MonotonicTime.NEVER;
    }

    boolean hasLeftServing() {
        return leftServing;
    }
}
