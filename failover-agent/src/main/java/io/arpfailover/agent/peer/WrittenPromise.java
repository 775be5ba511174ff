package io.arpfailover.agent.peer;

import io.arpfailover.coordinator.time.MonotonicTime;

/** What an earlier run of the agent has left of a long promise. */
public sealed interface WrittenPromise {

    /** It made none, or has kept it. */
    record None() implements WrittenPromise {}

    /** It must be kept until then, on the clock of this boot. */
    record Until(MonotonicTime end) implements WrittenPromise {}

    /**
     * There is a file, and it cannot be told what it promised: take it for a long promise made a moment ago.
     *
     * @param reason one line for people: which file, what is wrong, and what to do
     */
    record Unreadable(String reason) implements WrittenPromise {}
}
