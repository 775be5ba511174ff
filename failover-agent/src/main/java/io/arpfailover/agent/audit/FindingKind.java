package io.arpfailover.agent.audit;

/** What is wrong with an address, the worst first. */
public enum FindingKind {
    TWO_ANSWERS,
    MISMATCH,
    SILENT,
    UNBOUND;

    /** Whether it means that somebody has to act. */
    public boolean isDrift(boolean strict) {
        return switch (this) {
            case TWO_ANSWERS, MISMATCH -> true;
            case SILENT -> strict;
            case UNBOUND -> false;
        };
    }
}
