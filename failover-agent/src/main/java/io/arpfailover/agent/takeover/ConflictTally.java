package io.arpfailover.agent.takeover;

/** How often a third host's use of a shared address made us act, since the agent started. */
final class ConflictTally {
    private long conflicts;
    private long defences;
    private long losses;

    void conflict() {
        conflicts++;
    }

    void defended() {
        defences++;
    }

    void lost() {
        losses++;
    }

    long conflicts() {
        return conflicts;
    }

    long defences() {
        return defences;
    }

    long losses() {
        return losses;
    }
}
