package io.arpfailover.agent.wire;

/** What an ARP packet does (RFC 826, field ar$op). */
public enum Operation {
    REQUEST(1),
    REPLY(2);

    private final int code;

    Operation(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    int code() {
        return code;
    }
}
