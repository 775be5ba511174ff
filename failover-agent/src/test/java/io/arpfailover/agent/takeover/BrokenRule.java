package io.arpfailover.agent.takeover;

/** A rule the simulated world can break on purpose, to show that the simulation would notice. */
enum BrokenRule {
    /** All rules hold. */
    NONE,
    /** The lease is longer than the session it rests on. */
    LEASE_OUTLIVES_SESSION,
    /** A member that is only out of touch counts as gone, and the server does not check the proof of a claim. */
    CLAIM_UNPROVEN,
    /** The holder keeps lease and addresses when it hands over. */
    LEASE_KEPT_AT_HANDOVER,
    /** A call whose answer was lost is taken for applied. */
    LOST_ANSWER_TRUSTED,
    /** The kernel ends neither lease nor address by itself. */
    KERNEL_ENDS_NOTHING,
    /** The kernel lets frames out without a lease. */
    FRAMES_LEAVE_WITHOUT_LEASE,
    /** A claim replaces whatever version of the tenure there is. */
    VERSION_IGNORED
}
