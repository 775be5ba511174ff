package io.arpfailover.agent.proxy;

import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/** How many answers each asker has had in its present second. Remembers so many askers; others begin anew. */
final class AskerLimits {
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final int most;
    private final Recent<MacAddress, Share> shares;

    AskerLimits(int most, int askers) {
        this.most = most;
        this.shares = new Recent<>(askers);
    }

    private record Share(MonotonicTime began, int taken) {}

    /** Takes one answer for this asker, if there is one left. */
    boolean take(MacAddress asker, MonotonicTime now) {
        Share share = shares.get(asker);
        if (share == null || now.hasReached(share.began().plus(WINDOW))) {
            shares.put(asker, new Share(now, 1));
            return true;
        }
        if (share.taken() == most) {
            return false;
        }
        shares.put(asker, new Share(share.began(), share.taken() + 1));
        return true;
    }
}
