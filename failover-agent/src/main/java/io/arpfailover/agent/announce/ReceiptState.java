package io.arpfailover.agent.announce;

/** Whether the gateway is known to send an address's traffic to us. */
enum ReceiptState {
    /** There is no gateway to ask. */
    UNASKED,
    /** A query was handed over and it is not known yet whether it left. */
    ASKING,
    /** A query has left; its answer is due. */
    AWAITING,
    /** The alarm was given; the next query has its time. */
    OVERDUE,
    /** Asked enough until the next refresh. */
    RESTING,
    /** The gateway answered to our MAC. */
    PROVED
}
