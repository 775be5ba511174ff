/**
 * Whoever drives a {@code proxy}: the command {@code arp proxy}, and the agent for as long as it holds the shared
 * addresses.
 *
 * <p>Shell: {@code ProxyDriver} performs what the machine wants on a {@code Ground}, that is an interface, the kernel's
 * routes and a right to answer. {@code HolderProxy} is the agent's: a thread of its own with few frames waiting, so that
 * whatever it has to do keeps nobody else waiting.
 *
 * <pre>
 *   capture thread --frames, bounded--&gt; proxy thread: ProxyDriver --right looked at again--&gt; ArpLink
 *                                             ^
 *   loop --HolderRight-------------------------+
 *
 *   NONE --holds the shared addresses--&gt; a term, until the lease ends --lease renewed--&gt; the same term, for longer
 *    ^                                     |
 *    +---- time over, lease revoked -------+    Frames that came before a term began were another's to answer.
 * </pre>
 *
 * <p>It decides neither who may answer, which is the tenure's business, nor for whom, which is the configuration's.
 */
package io.arpfailover.agent.proxying;
