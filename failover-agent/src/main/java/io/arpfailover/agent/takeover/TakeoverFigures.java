package io.arpfailover.agent.takeover;

import io.arpfailover.agent.health.Reachability;
import java.util.Optional;

/**
 * What of {@link Takeover} is for measuring rather than for reading.
 *
 * @param neighbors how many neighbours the resolver knows
 * @param mayMove whether one more move stays within the limit of moves in an hour
 * @param gateway whether the gateway answers; empty when it is not watched
 * @param conflicts how often an address was found in use before it was taken
 * @param defences how often an address we hold was defended
 * @param losses how often we gave way to a stranger
 */
public record TakeoverFigures(
        int neighbors, boolean mayMove, Optional<Reachability> gateway, long conflicts, long defences, long losses) {}
