package io.arpfailover.agent.sniffer;

/** Where a {@link Suspect} stands. */
enum SuspectState {
    /** Its next question waits for its turn, or is being sent. */
    ASKING,
    /** A question has left; its answer is due. */
    AWAITING,
    /** Answered, and answers to repeated questions may still come; they must not count for the next bait. */
    SETTLING,
    /** Over. */
    JUDGED
}
