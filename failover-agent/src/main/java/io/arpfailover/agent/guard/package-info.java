/**
 * The inspection of the LAN as the agent runs it: every frame is judged where it is captured, so that a flood costs
 * the loop nothing, and what is found is told on a thread of its own.
 *
 * <pre>
 *   capture thread: frame --> LanGuard.letsPass --> the link's listener, the loop
 *                                |         ^
 *                  findings,     |         | Knowledge, made anew when something changes
 *                  bounded       v         |
 *   telling thread: FindingDesk: log, quarantine, hook     loop: the pair; ZooKeeper: shared bindings
 * </pre>
 *
 * <p>It judges by {@code inspect} alone and decides nothing about the shared addresses: a frame that claims one of those
 * always reaches the loop, where conflict detection deals with it.
 */
package io.arpfailover.agent.guard;
