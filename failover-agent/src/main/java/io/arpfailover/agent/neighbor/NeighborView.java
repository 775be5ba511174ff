package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * One entry of the cache as it stood at one moment, in the manner of {@code ip -s neigh}.
 *
 * @param mac empty while it is not known
 * @param used how long ago a packet was last sent to it; empty: never
 * @param confirmed how long ago it was known to answer; empty: never
 * @param updated how long ago its MAC was set; empty: never
 * @param probes how often it was asked in the present round
 * @param queued packets that wait for it
 */
public record NeighborView(
        Ipv4Address address,
        Optional<MacAddress> mac,
        NeighborState state,
        Optional<Duration> used,
        Optional<Duration> confirmed,
        Optional<Duration> updated,
        int probes,
        int queued) {

    public boolean isStatic() {
        return state == NeighborState.STATIC;
    }
}
