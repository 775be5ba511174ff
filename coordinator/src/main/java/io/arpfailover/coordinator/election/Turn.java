package io.arpfailover.coordinator.election;

import java.util.Optional;

/**
 * The record that says whose turn it is among any number of candidates. It exists once per group, in ZooKeeper.
 *
 * @param holder the candidate whose turn it is; empty when the last one left in order
 * @param epoch one more each time another begins
 */
public record Turn(Optional<Candidate> holder, long epoch) {
    /** The record of a new group. */
    public static final Turn NONE = new Turn(Optional.empty(), 0);

    public boolean isOf(Candidate candidate) {
        return holder.isPresent() && holder.get().equals(candidate);
    }

    Turn takenBy(Candidate candidate) {
        return new Turn(Optional.of(candidate), isOf(candidate) ? epoch : epoch + 1);
    }

    Turn vacant() {
        return new Turn(Optional.empty(), epoch);
    }
}
