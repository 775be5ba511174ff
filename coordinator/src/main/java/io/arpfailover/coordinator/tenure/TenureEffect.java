package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.Optional;

/** What {@link TenureProtocol} wants done, in the order given. */
public sealed interface TenureEffect {

    /**
     * Replace the tenure, if it still has the version last read. Answered by {@link TenureProtocol#answered}.
     *
     * @param call names the call in its answer
     * @param version the version that {@code next} replaces
     * @param next the new record; a {@code sinceEpochMillis} of 0 is for the caller to fill in
     * @param provenAbsent the member whose node must not exist, checked in the same transaction (rule 3)
     */
    record CompareAndSet(long call, int version, Tenure next, Optional<NodeName> provenAbsent)
            implements TenureEffect {}

    /** Read the tenure again: what we know of it may be out of date. Answered by {@link TenureProtocol#read}. */
    record Reread() implements TenureEffect {}

    /**
     * The kernel may pass the addresses until this instant and no longer.
     *
     * @param renewal whether a lease is live now: then only a live one may be prolonged, and a lapsed one stays lapsed
     */
    record LeaseUntil(MonotonicTime until, boolean renewal) implements TenureEffect {}

    /** The kernel must stop passing the addresses at once. */
    record LeaseOver(String cause) implements TenureEffect {}

    /** Tell the other member that we hold the tenure, and ask for its promise. Answered by {@link TenureProtocol#ackSeen}. */
    record SendHeartbeat(Heartbeat heartbeat) implements TenureEffect {}

    /** Promise. Whatever was said before it about our own lease must be done (rule 6). */
    record SendAck(Ack ack) implements TenureEffect {}

    /**
     * Write the long promise down where a restart finds it, before it is given (rule 8). Answered by
     * {@link TenureProtocol#promiseKept}.
     */
    record KeepPromise(Heartbeat heartbeat, MonotonicTime until) implements TenureEffect {}

    /** Tell the other member that the record names it now. Answered by its first heartbeat, or not. */
    record SendHandover(Handover handover) implements TenureEffect {}
}
