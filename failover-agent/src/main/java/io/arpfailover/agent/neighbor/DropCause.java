package io.arpfailover.agent.neighbor;

/** Why a packet that should have been sent was not. */
public enum DropCause {
    /** Newer packets for the same destination took its place. */
    QUEUE_FULL,
    /** The destination did not answer. Not before all its requests are out (RFC 1122 section 2.3.2.2). */
    UNREACHABLE,
    /** No room for another destination. */
    TABLE_FULL,
    /** The link went down. */
    LINK_DOWN,
    /** The entry was taken out by hand. */
    REMOVED
}
