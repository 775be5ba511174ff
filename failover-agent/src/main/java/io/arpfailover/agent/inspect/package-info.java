/**
 * Watches all ARP of one link and judges it: an {@link io.arpfailover.agent.inspect.Inspector} takes frames, and says of
 * each what it thinks of it and, seldom, what is to be told.
 *
 * <p>Core: no I/O and no clock. What others find out (bindings, the pair, the policy) comes in as one value,
 * {@link io.arpfailover.agent.inspect.Knowledge}. It drops nothing itself and shuts nobody out: who asks does. Since it
 * stands beside the data's way and not in it, a frame that is denied has been heard by all others; to be denied here
 * means not to be believed here.
 *
 * <p>The steps, of which the first that denies decides. The first two come before all trust, since whoever claims a
 * shared address and is of neither member of the pair takes a server's place:
 *
 * <pre>
 *   octets --> is it ARP? --> claims a shared address? --> rate of its station --> sender possible? --> trusted? --+
 *                 | no             | who, by the tenure?         | too many             | no                      |
 *             MALFORMED       SPOOFED, NOT_HOLDER             TOO_MANY              MALFORMED                      |
 *                             or PERMITTED                                                                         |
 *   PERMITTED &lt;-- seen before? &lt;-- bindings: fixed, cluster's, learned &lt;-- rules, the first that fits &lt;-- checks &lt;--+
 *     (and history, of those that are not bogus)  | BINDING, UNBOUND            | RULE         | SOURCE_MAC, ...
 * </pre>
 *
 * <p>A shared address, by whom it is claimed:
 *
 * <pre>
 *   the holder                          PERMITTED, and AUTHORISED_MOVE when the other member had it before
 *   the other, within the grace after   NOT_HOLDER, LATE_FRAME_OF_PEER
 *   the other, at another time          PERMITTED for the grace; then it holds it: AUTHORISED_MOVE,
 *                                       or it does not: NOT_HOLDER, UNAUTHORISED_MEMBER
 *   frame or packet of anybody else     SPOOFED, SPOOF
 * </pre>
 *
 * <p>Everything is bounded: addresses, stations, findings told. Of what is too much the oldest is forgotten.
 */
package io.arpfailover.agent.inspect;
