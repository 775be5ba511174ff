/**
 * The Linux kernel as the agent needs it: links, addresses, neighbours, routes and tunnels through rtnetlink,
 * settings through /proc/sys, the lease and the quarantine of stations through nftables. The only package that imports JNA.
 *
 * <p>It is not the place that decides anything: it says what the kernel has, does one change when told, and answers
 * with a {@link io.arpfailover.agent.kernel.KernelResult}. It sends no frames (that is {@code link}).
 *
 * <p>The kernel's side of a lease, as {@link io.arpfailover.agent.kernel.KernelLease} moves it:
 *
 * <pre>
 *              install                grant                    renew
 *   (no table) -------> BLOCKED ---------------------> PASSING -----+
 *       ^                  ^                              |  ^      |
 *       |                  +--- its time is over, revoke -+  +------+
 *       |                  |
 *       +------ remove, or somebody flushed the ruleset (then nothing blocks, which is told; restore puts it back)
 * </pre>
 *
 * BLOCKED and PASSING live in the kernel alone, so they hold while the agent is dead, frozen or paused. {@code renew}
 * is refused in BLOCKED: what has run out is never revived by a call that was on its way.
 *
 * <p>Two threads listen to the kernel: {@link io.arpfailover.agent.kernel.KernelWatch} for links and addresses, and one
 * for the lease's table. Socket filters keep from both what this program does many times a second itself.
 *
 * <p>Below the lease lies a second net: the address itself is assigned for a time and vanishes when nobody refreshes
 * it.
 *
 * <p>JNA unpacks a small library into the temporary directory and loads it from there. On systems that mount it
 * {@code noexec}, start the JVM with {@code -Djna.tmpdir=DIR}, where DIR allows execution.
 */
package io.arpfailover.agent.kernel;
