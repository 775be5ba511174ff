package io.arpfailover.agent.role;

import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How often strangers are told of: each once a minute, and so many of them, whatever addresses they invent. */
final class StrangerLimit {
    static final Duration BETWEEN = Duration.ofMinutes(1);
    static final int MOST = 16;

    private final Map<MacAddress, MonotonicTime> toldAt = new HashMap<>();
    private long untold;

    /** Whether to tell of this one now; a yes counts. */
    boolean mayTell(MacAddress stranger, MonotonicTime now) {
        toldAt.values().removeIf(told -> now.hasReached(told.plus(BETWEEN)));
        boolean may = toldAt.size() < MOST && toldAt.putIfAbsent(stranger, now) == null;
        untold += may ? 0 : 1;
        return may;
    }

    /** How many were not told of. */
    long untold() {
        return untold;
    }
}
