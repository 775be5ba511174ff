package io.arpfailover.agent.config;

import io.arpfailover.agent.acd.AcdTiming;

/** The named timings of conflict detection that a user may choose. */
public enum AcdProfile {
    /** The machine of RFC 5227 with its probing scaled down, since the tenure already rules the peer out. */
    FAST,
    /** The times of RFC 5227 as they stand. */
    RFC5227;

    public AcdTiming timing() {
        return switch (this) {
            case FAST -> AcdTiming.FAST;
            case RFC5227 -> AcdTiming.RFC5227;
        };
    }
}
