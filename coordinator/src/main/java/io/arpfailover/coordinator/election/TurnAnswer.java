package io.arpfailover.coordinator.election;

/** What became of a compare-and-set of the turn. */
public sealed interface TurnAnswer {

    /** It took effect; the record is now this. */
    record Applied(VersionedTurn now) implements TurnAnswer {}

    /** It did not take effect and never will: somebody else wrote. */
    record Stale() implements TurnAnswer {}

    /** The answer was lost: it may have taken effect, or may yet. Gives no right. */
    record Unknown(String because) implements TurnAnswer {}
}
