/**
 * A cluster's addresses on one member: tenure, conflict detection and announcements put together.
 *
 * <p>Core: events in, effects out, time as an argument. It knows no socket, no kernel and no ZooKeeper; the rules for who
 * may hold the addresses are the tenure's, those for the wire are acd's and announce's.
 *
 * <p>{@code Takeover} takes the events in, {@code Parts} know one subject each, {@code Course} decides the next stage,
 * {@code OwnWill} what a member does without being told, and {@code Service} does what serving the addresses takes, from
 * the lease to the last announcement. An heir looks for strangers also while the holder serves ({@code Readiness}), so
 * that a holder that must let go without warning finds it ready.
 *
 * <pre>
 *   WAITING &lt;-----------------------> STANDBY &lt;----------------------------+
 *     (no ZooKeeper, no link,           | the tenure is vacant, its holder is |
 *      or the kernel refused)           | silent or lost, it names us, or a   |
 *                                       | switchover asks us                  |
 *                                       v                                     |
 *                CONFLICT &lt;-------- PROBING                                  |
 *                (a stranger) ----+     | free on the wire                     |
 *                                 |     v                                     |
 *                                 +--> READY ------ no longer needed -------->|
 *                                       | may claim                           |
 *                                       v                                     |
 *      (adopting a restart's rest) > CLAIMING ----- refused ------> READY     |
 *                                       | lease, address                      |
 *                                       v                                     |
 *                                    HOLDING ------ lease over -------------->|
 *                                       | the other is ready                  |
 *                                       v                                     |
 *                                  HANDING_OVER --- written ------------------+        any: told to stop -&gt; STOPPED
 * </pre>
 */
package io.arpfailover.agent.takeover;
