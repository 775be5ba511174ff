package io.arpfailover.agent.takeover;

/**
 * A rule that the simulated world breaks on purpose, to show that the simulation would notice. The machines under test
 * are whole: it is the shell around one that falsifies what it is told or what it does.
 */
enum BrokenRule {
    /** All rules hold. */
    NONE,
    /** Rule 1: a claim replaces whatever version of the tenure there is. */
    VERSION_IGNORED,
    /** Rule 1: a reading that names the holder prolongs its lease. */
    READING_PROLONGS,
    /** Rule 2: the heir promises what it was asked, and keeps half of it. */
    PROMISE_CUT_SHORT,
    /** Rule 2: an ack is worth T from its receipt, not from when its heartbeat left. */
    ACK_COUNTED_FROM_RECEIPT,
    /** Rule 3: a member that is only out of touch counts as gone, and the server does not check the proof of a claim. */
    CLAIM_UNPROVEN,
    /** Rule 3: the lease is longer than the session it rests on. */
    LEASE_OUTLIVES_SESSION,
    /** Rule 4: the lease on ZooKeeper survives into PAIRED. */
    PAIRING_KEEPS_LEASE,
    /** Rule 5: the lease on ZooKeeper begins when it is asked for. */
    SOLO_BEFORE_ANSWER,
    /** Rule 6: an ack leaves before the kernel has dropped the lease. */
    ACK_BEFORE_REVOKE,
    /** Rule 6: the holder keeps lease and addresses when it hands over. */
    LEASE_KEPT_AT_HANDOVER,
    /** Rule 7: a call whose answer was lost is taken for applied. */
    LOST_ANSWER_TRUSTED,
    /** Rule 8: a restarted agent supposes that it is free of promises of T. */
    SHORT_PROMISE_FORGOTTEN,
    /** Rule 8: a restarted agent does not read what was promised for G. */
    LONG_PROMISE_FORGOTTEN,
    /** Rule 8: a long promise is given while it is still being written. */
    ACK_BEFORE_FILE,
    /** Rule 9: the kernel drops the lease when something else is done, some time later. */
    REVOKED_LATE,
    /** Rule 10: a lease lasts as long from the end of a pause as it would have from its beginning. */
    LATE_TURN_COUNTS,
    /** Rule 10: the kernel ends neither lease nor address by itself. */
    KERNEL_ENDS_NOTHING,
    /** Rule 10: the kernel lets frames out without a lease. */
    FRAMES_LEAVE_WITHOUT_LEASE,
    /** Rule 11: a heartbeat of any epoch is acked. */
    ANY_EPOCH_ACKED,
    /** Rule 11: an ack counts in whatever epoch it arrives. */
    ANY_EPOCH_COUNTED
}
