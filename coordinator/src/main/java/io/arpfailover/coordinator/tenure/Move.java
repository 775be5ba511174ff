package io.arpfailover.coordinator.tenure;

import java.util.Map;
import java.util.Optional;

/**
 * One entry of a cluster's history: the addresses changed their holder.
 *
 * @param epoch the epoch that began
 * @param to the new holder
 * @param from the holder before, when there was one
 * @param why what made it move
 * @param atEpochMillis when the new holder had claimed, wall-clock milliseconds since 1970
 * @param phaseMicros name of each phase reached (suspected, claimed, installed, announced, repointed) and the
 *     microseconds from the first of them to it, in order
 */
public record Move(
        long epoch,
        NodeName to,
        Optional<NodeName> from,
        String why,
        long atEpochMillis,
        Map<String, Long> phaseMicros) {}
