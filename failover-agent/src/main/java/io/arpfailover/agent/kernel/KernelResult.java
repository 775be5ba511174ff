package io.arpfailover.agent.kernel;

/** What became of one change asked of the kernel. */
public sealed interface KernelResult {

    default boolean isDone() {
        return this instanceof Done;
    }

    /** The kernel has it, from now on. */
    record Done() implements KernelResult {}

    /**
     * The change did not happen.
     *
     * @param reason what a program can decide on
     * @param text one line for people: what failed, where, and what to do
     */
    record Failed(Reason reason, String text) implements KernelResult {}

    /** Why a change did not happen. */
    enum Reason {
        /** The lease to renew had run out, or was revoked: nothing is passing, and only a new grant changes that. */
        LEASE_ENDED,
        /** Our nftables table does not exist: somebody flushed the ruleset, so nothing blocks at the moment. */
        TABLE_GONE,
        /** The interface does not exist (any more). */
        INTERFACE_GONE,
        /** The process lacks CAP_NET_ADMIN. */
        NOT_PERMITTED,
        /** Anything else the kernel did not like. */
        REFUSED
    }
}
