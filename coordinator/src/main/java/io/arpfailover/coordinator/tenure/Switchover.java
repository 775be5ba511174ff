package io.arpfailover.coordinator.tenure;

/**
 * An administrator's wish to move the addresses, and what became of it.
 *
 * @param id unique for each request
 * @param to the member that shall hold the addresses
 * @param by who asked: a node name, or the program it was asked through
 * @param force whether it goes through although checks fail, a member is in maintenance or the limit on moves is reached
 * @param outcome what became of it
 * @param reason one clause for people; empty while the request is open
 */
public record Switchover(String id, NodeName to, String by, boolean force, Outcome outcome, String reason) {

    /** Where a request stands. Only {@link #REQUESTED} is open; the others are final. */
    public enum Outcome {
        REQUESTED,
        DONE,
        REFUSED
    }

    /** A new request. */
    public static Switchover asked(String id, NodeName to, String by, boolean force) {
        return new Switchover(id, to, by, force, Outcome.REQUESTED, "");
    }

    public boolean isOpen() {
        return outcome == Outcome.REQUESTED;
    }

    public Switchover ended(Outcome how, String because) {
        return new Switchover(id, to, by, force, how, because);
    }
}
