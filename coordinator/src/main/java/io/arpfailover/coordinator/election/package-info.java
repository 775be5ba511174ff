/**
 * Whose turn it is, among any number of processes of which one may act at a time: the proxies of one group.
 *
 * <p>Core: events in, effects out, time as an argument. Not the tenure of a cluster: no heir, no promises, no proof by
 * sessions, and nothing here is enforced by a kernel. It pays with time: a holder that dies is followed after a whole
 * turn. In return there may be any number of candidates, and none has to know another.
 *
 * <pre>
 *                    the record stood unchanged for TZ and 1 %, or is vacant: compare-and-set
 *    WATCHES -------------------------------------------------------------------&gt; CALLS --applied--&gt; OURS
 *       ^  ^                                                                        |                 |  ^
 *       |  +---------------------------stale, or no answer: read -------------------+    every TZ/3:  |  |
 *       |                                                                                compare-and-set
 *       +--another's record is seen, or TZ has passed since the last call that took effect left ------+
 *
 *    OURS --leave: over at once, then compare-and-set to vacant--&gt; LEFT
 * </pre>
 *
 * <p>{@link io.arpfailover.coordinator.election.NamedTurn} follows the tenure of a cluster instead and writes nothing.
 */
package io.arpfailover.coordinator.election;
