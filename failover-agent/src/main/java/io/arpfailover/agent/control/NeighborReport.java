package io.arpfailover.agent.control;

import java.util.Optional;

/**
 * One entry of the agent's neighbour cache, as it is shown.
 *
 * @param address the neighbour
 * @param mac its MAC address, once known
 * @param state as the kernel names its own: incomplete, reachable, stale, delay, probe, failed; or static
 * @param usedMillis how long ago it was last used; absent: never
 * @param confirmedMillis how long ago it was known to answer; absent: never
 * @param updatedMillis how long ago its MAC address was learnt; absent: never
 * @param probes how often it was asked since it last answered
 */
public record NeighborReport(
        String address,
        Optional<String> mac,
        String state,
        Optional<Long> usedMillis,
        Optional<Long> confirmedMillis,
        Optional<Long> updatedMillis,
        int probes) {}
