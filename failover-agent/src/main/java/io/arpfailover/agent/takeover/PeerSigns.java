package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/** Whether the LAN of the addresses still carries the datagrams that it did: a LAN that falls quiet may be cut. */
final class PeerSigns {
    private final Duration patience;
    private MonotonicTime quietAt = MonotonicTime.NEVER;

    /**
     * @param patience how long the LAN may be quiet before something is wrong with it
     */
    PeerSigns(Duration patience) {
        this.patience = patience;
    }

    void heardOnLan(MonotonicTime now) {
        quietAt = now.plus(patience);
    }

    /** Nobody owes us datagrams now. */
    void expectNothing() {
        quietAt = MonotonicTime.NEVER;
    }

    MonotonicTime nextTimeout() {
        return quietAt;
    }

    /** Tells, once, that the LAN has been quiet for too long. */
    boolean lanFellQuiet(MonotonicTime now) {
        boolean quiet = now.hasReached(quietAt);
        if (quiet) {
            quietAt = MonotonicTime.NEVER;
        }
        return quiet;
    }
}
