/**
 * Runs the operators' programs at each change of this server's role, and for each stranger: beside the loop, one at a
 * time, in the order of what happened, each for a limited time.
 *
 * <pre>
 *   loop: Takeover --ServingView--> RoleWatch --RoleEvent--> Hooks --RoleCall--> HookRunner (check), a worker
 *                                   (role)                     |                    |
 *                                                              +-- counters, log <--+ how it ended
 * </pre>
 *
 * <p>Nothing here can delay a takeover: the loop leaves a call in a queue of limited length and goes on. When the queue
 * is full, the oldest change of role goes that a later one supersedes; the last one always stays. What a program exits
 * with is told and counted, and changes nothing.
 *
 * <p>Not the place for what is true: that is {@code role}'s.
 */
package io.arpfailover.agent.hook;
