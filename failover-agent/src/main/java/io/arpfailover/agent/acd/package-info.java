/**
 * Address conflict detection, RFC 5227 whole: one address on one link, from the first probe to its defence.
 *
 * <p>Core: events in, effects out, time as an argument, randomness injected. It neither sends nor configures anything,
 * and it does not decide who of the pair may hold the address: the tenure does, so frames of the other member are
 * reported, never counted as conflicts. How announcements are sent, repeated and paced is {@code announce}'s.
 *
 * <pre>
 *    IDLE --start--> PROBING --time: SendProbe--> SENDING --third probe left--> SETTLING --time: Ready--> READY
 *     |                 ^                            |                                                     |
 *     |                 +--probe left, or dropped----+                                    configured: Announce
 *     |                                                                                                    v
 *     +--adopt: Announce--------------------------------------------------------------------------> ANNOUNCING
 *                                                                                                          |
 *    PROBING, SENDING, SETTLING, READY --third host: Conflict--> CONFLICT --time--> PROBING    time: Announce
 *                                                                                                          v
 *    ANNOUNCING, DEFENDING --third host: Defend--> the same                                          DEFENDING
 *    ANNOUNCING, DEFENDING --third host, the policy gives way: Lost--> LOST
 *    LOST --start--> CONFLICT while the pause runs, else PROBING
 *    any --stop--> IDLE
 * </pre>
 */
package io.arpfailover.agent.acd;
