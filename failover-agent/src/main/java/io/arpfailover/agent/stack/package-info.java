/**
 * One interface as a place where machines of the core live: their frames, their timers, and the facts of the kernel
 * they need. What the agent's loop is to a pair, this is to everything else that speaks ARP.
 *
 * <p>It knows no machine and decides nothing. Whoever wants one driven wraps it in a
 * {@link io.arpfailover.agent.stack.Client} that performs its effects, and attaches that.
 *
 * <pre>
 *   capture thread                          the thread in run()
 *   frame --wanted by a client?--> queue --> timers of all clients, then one frame or task, and again
 *   (others are counted)                        ^
 *   any thread --execute(task)------------------+
 * </pre>
 *
 * <p>Who asks for octets is handed those of every frame before it is parsed, malformed ones too, through the same queue.
 *
 * <p>A flood fills the queue of frames and is counted there; timers and tasks go first.
 */
package io.arpfailover.agent.stack;
