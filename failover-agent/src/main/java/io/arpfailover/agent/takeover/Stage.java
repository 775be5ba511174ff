package io.arpfailover.agent.takeover;

/** How far this member is on the way to serving the cluster's addresses. The package shows the picture. */
public enum Stage {
    /** Something is missing that serving needs (ZooKeeper, the interface, the kernel); nothing is claimed. */
    WAITING,
    /** All is well here, and the other member serves or may serve. */
    STANDBY,
    /** Conflict detection is running on every address (RFC 5227 section 2.1). */
    PROBING,
    /** A stranger uses one of the addresses: nothing is claimed, probing starts again by itself. */
    CONFLICT,
    /** Every address is free of strangers; the tenure is not ours to claim yet. */
    READY,
    /** A claim of the tenure is on its way, or the kernel is being set up after it. */
    CLAIMING,
    /** The lease is live, the addresses are in place and announced. */
    HOLDING,
    /** The lease is dropped and the tenure is on its way to the other member. */
    HANDING_OVER,
    /** The agent was told to stop and nothing of ours is left. */
    STOPPED
}
