/**
 * Who may hold a cluster's addresses, and until when: the protocol between two members and one ZooKeeper record.
 *
 * <p>Core: events in, effects out, time as an argument. Knows no ZooKeeper and no network; it is not the place that
 * decides whether an address is free on the wire (that is the agent's conflict detection).
 *
 * <pre>
 *              read                    its member node is gone
 *   UNCERTAIN ------> HELD_BY_OTHER --------------------------> ABANDONED
 *    |  ^                 ^                                       |
 *    |  | answer lost,    | read: another holds,                  | claim, with proof:
 *    |  | session lost    | or our handover applied                  | epoch + 1
 *    |  |                 |                                       v
 *    |  +------------- LEASED &lt;-------------------------------- (answer)
 *    |                  |  ^                                      ^
 *    | read             |  | claim: same epoch                    | claim: epoch + 1
 *    |        ran out,  v  |                                      |
 *    +--------------&gt; NAMED                  VACANT ---------------+
 * </pre>
 *
 * <p>The rules are numbered as in the design: 1 every step is a compare-and-set and a reading prolongs nothing; 3 a
 * claim carries the proof that the holder's session has ended; 7 after a lost answer only a new compare-and-set earns a
 * lease; 9 learning of another holder ends the lease at once; 10 a late turn loses the lease before anything else.
 */
package io.arpfailover.coordinator.tenure;
