/**
 * Who may hold a cluster's addresses, and until when: the protocol between two members and one ZooKeeper record.
 *
 * <p>Core: events in, effects out, time as an argument. Knows no ZooKeeper and no network; it is not the place that
 * decides whether an address is free on the wire (that is the agent's conflict detection).
 *
 * <p>{@code TenureProtocol} is one member's machine. {@code Knowledge} is what it knows of the record, {@code Steps} when
 * it writes it and what, {@code Calls} the compare-and-set on its way; {@code Holding} is its part as holder, with the
 * {@code Lease} it has earned and its {@code Heartbeats}; {@code HeirDuty} is its part as heir.
 *
 * <pre>
 *                     SOLO: its member node is gone
 *                     PAIRED: silent for T/2, and our promise is over
 *   HELD_BY_OTHER ---------------------------------------------------&gt; ABANDONED
 *     ^    ^   \  PAIRED: silent for T/2             promise over        |   ^
 *     |    |    +----------------------&gt; SUSPECTED ----------------------|---+
 *     |    |  heartbeat                     |                            | claim: epoch + 1
 *     |    +--------------------------------+                            v
 *     |  read: another holds; our handover was applied       VACANT -&gt; LEASED
 *     +----------------------------------------------------------------- |  ^
 *     |                                                  lease ran out,  v  | ack; or renewal answered
 *   UNCERTAIN (no session, lost answer, a later epoch heard of) &lt;----&gt; NAMED
 *
 *   mode of the tenure:    SOLO --- five heartbeats answered in a row: PAIR ---&gt; PAIRED
 *                               &lt;-- no ack for T/2, own promise over: RENEW ---
 * </pre>
 *
 * <p>The rules are numbered as in the model beside the tests, {@code Takeover.tla}, which checks that they suffice and
 * that each is needed: 1 every step is a compare-and-set and a reading prolongs nothing; 2 whoever promised waits until
 * the promise is over, 1 % longer than it is worth; 3 a claim of a SOLO tenure carries the proof that the holder's session
 * has ended; 4 pairing replaces the lease by what the heir has promised; 5 there is no lease on ZooKeeper before the
 * tenure is SOLO; 6 a lease is dropped before a promise leaves; 7 after a lost answer only a new compare-and-set or an
 * ack earns a lease; 8 a restarted member supposes that it has promised; 9 learning of another holder ends the lease at
 * once; 10 a late turn loses the lease before anything else; 11 heartbeats and acks count in their epoch only.
 *
 * <p>Known limit: a promise is never shortened. The long one, which the holder asks for before a restart, binds the heir
 * until it is over, also when the holder is back long before: if the holder is lost in that time, the heir waits for the
 * rest of it.
 */
package io.arpfailover.coordinator.tenure;
