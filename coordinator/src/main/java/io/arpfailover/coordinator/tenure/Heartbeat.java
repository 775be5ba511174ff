package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/**
 * The holder's request to the other member: promise not to take the addresses.
 *
 * @param epoch the epoch in which the sender holds the tenure (rule 11)
 * @param left when it left, on the sender's clock; names the heartbeat in its ack
 * @param promise how long the other shall promise, counted at the sender from {@code left}
 */
public record Heartbeat(long epoch, MonotonicTime left, Duration promise) {}
