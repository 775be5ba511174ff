/**
 * Answering for others: proxy ARP (RFC 1027), and the home agent of Mobile IP (RFC 5944 section 4.6).
 *
 * <p>Core: events in, effects out, time as an argument, randomness injected. It neither sends nor forwards: that a
 * proxied host can be reached through us is the kernel's routes' business, and where a path leads comes with the event.
 * Nor does it elect: with each event comes the right to answer, or its absence.
 *
 * <pre>
 *    a request for a proxied address:
 *
 *    asker's own, reserved, probe, same interface, no right, too many from this asker --&gt; silence, counted
 *        |  none of these
 *        v
 *    MAC known (always, for our own) --no--&gt; LOOKUP, one question however many ask --told--&gt; learned, all answered
 *        | yes                                  +-----------------------------------time over--&gt; silence
 *        v
 *    a delay is set and it was broadcast --yes--&gt; DELAYED --another answers first--&gt; silence
 *        | no                                        | time
 *        +-------------------------------------------+--&gt; the right still holds: answered
 *
 *    a mobile:
 *
 *    HOME --register: tunnel, announced with our MAC--&gt; AWAY --register again--&gt; AWAY (another care-of: new tunnel)
 *     ^                                                   | answers for it; a stranger's claim: defended
 *     +--returns, is seen at home, or lifetime over: no tunnel, announced with its own MAC, silence
 * </pre>
 */
package io.arpfailover.agent.proxy;
