package io.arpfailover.agent.peer;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.Optional;

/**
 * One way between the two servers, at one moment.
 *
 * @param local where we listen and send from
 * @param remote where we send to; empty before the other member's card is known, or when that names no endpoint
 * @param lastHeard when the last datagram that was accepted came in here; empty before the first
 * @param sent datagrams the kernel took
 * @param notSent datagrams it did not take
 * @param received datagrams accepted
 */
public record PathStatus(
        PeerEndpoint local,
        Optional<PeerEndpoint> remote,
        Optional<MonotonicTime> lastHeard,
        long sent,
        long notSent,
        long received) {}
