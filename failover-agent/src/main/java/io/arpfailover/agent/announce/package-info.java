/**
 * Announcing an address: what to send, to whom, when and how fast, and the proof that the gateway has taken it in.
 *
 * <p>Core: no I/O, no clock, and no MAC kept: a frame is made with the MAC read when it is sent. It does not decide
 * whether an address may be announced (the lease does, checked by the caller at each send, and by the kernel), and it
 * does not detect conflicts ({@code acd} does).
 *
 * <pre>
 *    Announcer --Send--&gt; caller --submit--&gt; Pacer --may leave now--&gt; caller --link--&gt; sent(outbound, yes or no)
 *
 *    the gateway's receipt, per address:
 *
 *    UNASKED (no gateway)
 *    ASKING --query left--&gt; AWAITING --the gateway's answer to our MAC--&gt; PROVED: Repointed
 *      ^                     |    |                                         |
 *      |   wait over: again  |    +--third wait over: NotRepointed, then once per second, then--&gt; RESTING
 *      +---------------------+                                              |                        |
 *      +--announcement, refresh---------------------------------------------+------------------------+
 *
 *    a late answer proves in every state but UNASKED
 * </pre>
 */
package io.arpfailover.agent.announce;
