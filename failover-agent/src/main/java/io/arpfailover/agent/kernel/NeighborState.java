package io.arpfailover.agent.kernel;

import java.util.Arrays;

/**
 * How far the kernel trusts an entry of its neighbour table: its NUD states, those of RFC 4861 section 7.3.2 and four of
 * Linux's own (linux/neighbour.h).
 */
public enum NeighborState {
    /** Made, and never used since. */
    NONE(0),
    /** Asked for, and not answered yet. */
    INCOMPLETE(0x01),
    /** Known to have answered a short while ago. */
    REACHABLE(0x02),
    /** Not confirmed for a while; still used, and then asked again. */
    STALE(0x04),
    /** Used while stale: it waits for a sign from above before it asks. */
    DELAY(0x08),
    /** Being asked again, by unicast first. */
    PROBE(0x10),
    /** Did not answer. */
    FAILED(0x20),
    /** Needs no asking: broadcast, multicast, and interfaces without ARP. */
    NOARP(0x40),
    /** Set by somebody, and never asked for nor changed by a frame. */
    PERMANENT(0x80);

    private final int bits;

    NeighborState(int bits) {
        this.bits = bits;
    }

    /** As NUD_… in ndm_state. */
    int bits() {
        return bits;
    }

    /** The kernel sets one bit; of several, and of one that is not known here, what is known counts. */
    static NeighborState of(int bits) {
        return Arrays.stream(values())
                .filter(state -> (state.bits & bits) != 0)
                .findFirst()
                .orElse(NONE);
    }

    /** Whether somebody meant it to stay, so that a flush leaves it: {@code ip neigh flush} does the same. */
    public boolean staysWhenFlushed() {
        return this == PERMANENT || this == NOARP;
    }
}
