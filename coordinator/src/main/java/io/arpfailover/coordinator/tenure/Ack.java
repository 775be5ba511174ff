package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/**
 * The answer to a {@link Heartbeat}: "I hold no lease, and I will not take the addresses for the time you asked".
 *
 * @param epoch that of the heartbeat
 * @param heartbeatLeft when the heartbeat left, on the clock of its sender
 * @param promise that of the heartbeat
 */
public record Ack(long epoch, MonotonicTime heartbeatLeft, Duration promise) {
    public static Ack of(Heartbeat heartbeat) {
        return new Ack(heartbeat.epoch(), heartbeat.left(), heartbeat.promise());
    }
}
