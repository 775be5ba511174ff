/**
 * Whether a host with several interfaces answers for a shared address on exactly one of them, with exactly one MAC
 * address.
 *
 * <p>Linux is a weak end system (RFC 1122 section 3.3.4.2): an address belongs to the host, and unless it is told
 * otherwise every interface answers ARP requests for it. A second interface on the LAN then offers neighbours another
 * MAC address for a shared address, one that the lease of the first interface does not stop.
 *
 * <p>Core: given the kernel's settings and the addresses of the interfaces, it says what is wrong and what to set. It
 * reads and sets nothing itself.
 *
 * <pre>
 *   the effective value on the interface that carries the shared address (lan) and on another in its network (other);
 *   of "all" and the interface's own the larger one counts, for arp_filter and drop_gratuitous_arp either
 *
 *                  lan                                        other
 *   arp_ignore     0, 1, 3 answers                            0, 3 and what has no meaning: answers too    -&gt; 1
 *                  2 answers unless the prefix length is 32   1, 2, 8 silent
 *                  8 answers for nothing              -&gt; 0
 *   arp_announce   any                                        2 never asks with a shared address; others   -&gt; 2
 *   rp_filter      1 drops what it would send by other -&gt; 2   any
 *   arp_filter     1 is silent likewise                -&gt; 0   any: it does not concern probes
 * </pre>
 *
 * The meanings are those of Documentation/networking/ip-sysctl.rst of Linux.
 */
package io.arpfailover.agent.multihome;
