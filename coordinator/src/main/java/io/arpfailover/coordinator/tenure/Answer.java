package io.arpfailover.coordinator.tenure;

/** What became of a compare-and-set of the tenure. */
public sealed interface Answer {

    /** It took effect; the tenure is now as proposed, at this version. */
    record Applied(VersionedTenure now) implements Answer {}

    /** It did not take effect and never will. */
    record Refused(Refusal why) implements Answer {}

    /** The answer was lost (connection, session): it may have taken effect, or may yet (rule 7). */
    record Unknown(String because) implements Answer {}

    /** Why the server refused a compare-and-set. */
    enum Refusal {
        /** The record has another version by now: somebody else wrote it. */
        STALE,
        /** The proof failed: the holder's member node still exists. */
        HOLDER_PRESENT
    }
}
