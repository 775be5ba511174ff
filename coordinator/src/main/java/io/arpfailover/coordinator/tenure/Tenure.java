package io.arpfailover.coordinator.tenure;

import java.util.Optional;

/**
 * The record that names the holder of a cluster's addresses. It exists once, in ZooKeeper.
 *
 * @param holder the member that may own the addresses; empty until somebody claims them for the first time
 * @param epoch the fencing token: 0 at first, one more each time the holder changes
 * @param mode what the holder's lease rests on
 * @param heir the other member, when the holder knew one
 * @param sinceEpochMillis when this holder began, wall-clock milliseconds since 1970; for people, never for a decision
 * @param why what made this holder the holder, in a few words
 */
public record Tenure(
        Optional<NodeName> holder, long epoch, Mode mode, Optional<NodeName> heir, long sinceEpochMillis, String why) {

    /** The record of a new cluster: nobody holds it. */
    public static final Tenure NONE = new Tenure(Optional.empty(), 0, Mode.SOLO, Optional.empty(), 0, "new cluster");

    public boolean isHeldBy(NodeName node) {
        return holder.isPresent() && holder.get().equals(node);
    }
}
