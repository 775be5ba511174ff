/**
 * The running agent: one thread that turns the takeover machine, and everything around it put together.
 *
 * <p>Other threads (capture, kernel watch, ZooKeeper, control) only put into the {@code Inbox}. The loop takes one item,
 * lets the machine decide, and has the effects performed in order. It decides nothing itself; that is takeover's. Where
 * the LAN is inspected, {@code guard} sees each frame on the capture thread first, and after each turn is shown the pair.
 *
 * <pre>
 *   capture  ---frame---+
 *   kernel   ---look----+--&gt; Inbox --&gt; Loop --&gt; Takeover --effects--&gt; AgentPerformer --&gt; wire, kernel, ZooKeeper, log
 *   ZooKeeper --event---+      ^                                          |
 *   control  ---asks----+      +------------- answers of effects ---------+
 *
 *   capture  ---frame--&gt; FrameSplit --&gt; the proxy's own thread, which the loop tells after each turn what is held
 * </pre>
 */
package io.arpfailover.agent.loop;
