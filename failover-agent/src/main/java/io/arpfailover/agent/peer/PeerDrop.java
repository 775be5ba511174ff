package io.arpfailover.agent.peer;

/** Why a datagram was not listened to. The first reason that applies, in this order, is the one given. */
public enum PeerDrop {
    /** It ends before it should. */
    TRUNCATED,
    /** It does not begin as ours do: another program's. */
    FOREIGN,
    /** It has another format version, and so perhaps another layout; told before anything else is read. */
    OTHER_VERSION,
    /** It goes on after it should have ended. */
    TOO_LONG,
    /** Its HMAC is not that of its contents under our secret: made with another one, or changed on its way. */
    BAD_MAC,
    /** The HMAC is right and the contents are not: an unknown kind, flag or name, or a number out of range. */
    MALFORMED,
    /** It is about another cluster. */
    OTHER_CLUSTER,
    /** Its sender is not the other member, as far as that is known. */
    UNKNOWN_SENDER,
    /** Its sender is another run of the other member than the one whose card we have: mostly an earlier one. */
    OLD_INCARNATION,
    /** It is addressed to an earlier run of this agent. */
    NOT_FOR_US,
    /** It is addressed to another socket than the one it came in by. */
    WRONG_PATH,
    /** Its counter is not above the last one of this path: sent again by somebody, doubled or overtaken. */
    REPLAYED
}
