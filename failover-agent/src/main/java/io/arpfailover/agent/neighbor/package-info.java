/**
 * The resolver: from an IPv4 address on the link to the MAC address packets for it go to (RFC 826, RFC 1122 section
 * 2.3.2), with the states of Linux's neighbour cache (after RFC 4861 section 7.3.2).
 *
 * <p>Core: events in, effects out, time as an argument, randomness injected. It neither sends nor captures, and it knows
 * nothing of the kernel's cache beside it. It answers requests for its own addresses, those that live in user space
 * alone; the kernel answers for the kernel's. It claims and defends no address ({@code acd} does), answers for nobody
 * else ({@code proxy}), and judges no frame ({@code inspect}).
 *
 * <pre>
 *   (absent) --resolve, verify: ask everybody--> INCOMPLETE --answer: Deliver--> REACHABLE
 *       |                                            |  |                            |
 *       |                     no answer: Unreachable |  +--heard otherwise: Deliver-----------> STALE
 *       +--request to us: learned--> STALE           v                               |
 *                                                  FAILED --time--> (absent)         |
 *                                                                                    |
 *   REACHABLE --time, in use: ask it--> PROBE     --time, idle--> STALE      <-------+
 *   STALE     --used: Deliver--> DELAY --time: ask it--> PROBE
 *   PROBE     --answer, confirmed--> REACHABLE    --no answer: ask everybody, then Unreachable--> FAILED
 *   STALE, DELAY --confirmed--> REACHABLE         STALE --idle, and many entries--> (absent)
 *   REACHABLE, STALE, DELAY, PROBE --heard with another MAC--> STALE
 *   FAILED    --heard--> STALE                    FAILED --resolve after the negative time, verify--> INCOMPLETE
 *   all but INCOMPLETE, FAILED, STATIC --flush--> FAILED, which hinders nobody
 *   any       --putStatic--> STATIC --remove--> (absent)
 * </pre>
 *
 * <p>An entry for which a request left within the last second is never taken out: it is what keeps the requests for one
 * destination a second apart (RFC 1122 section 2.3.2.1), whatever became of it meanwhile.
 */
package io.arpfailover.agent.neighbor;
