package io.arpfailover.agent.scan;

/** Where a {@link Sweep} stands. */
enum SweepState {
    /** Not started. */
    IDLE,
    /** The next question has its time. */
    ASKING,
    /** A question was handed over and it is not known yet whether it left. */
    SENDING,
    /** Nobody is left to ask; the last answers may still come. */
    LISTENING,
    /** Over. */
    DONE
}
