package io.arpfailover.agent.acd;

/** Where an {@link AddressClaim} stands. */
public enum AcdState {
    /** Not asked to do anything. */
    IDLE,
    /** The next probe has its time (RFC 5227 section 2.1.1: PROBE_WAIT before the first, PROBE_MIN to PROBE_MAX on). */
    PROBING,
    /** A probe was handed over and it is not known yet whether it left. */
    SENDING,
    /** All probes have left, ANNOUNCE_WAIT runs (section 2.1.1). */
    SETTLING,
    /** Nobody answered: the address may be configured (section 2.1.1), which is the caller's to do. */
    READY,
    /** In use, and announcements are still due (section 2.3). Defended already. */
    ANNOUNCING,
    /** In use, announced, watched for as long as it is used (section 2.4). */
    DEFENDING,
    /** A third host has it or asks for it too; the next attempt has its time (section 2.1.1, MAX_CONFLICTS). */
    CONFLICT,
    /** Given up after a conflict (section 2.4); stays so until the caller starts anew. */
    LOST
}
