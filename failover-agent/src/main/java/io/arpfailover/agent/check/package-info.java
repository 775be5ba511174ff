/**
 * Runs the checks of this server: scripts, TCP and HTTP, each in its interval, on threads of its own.
 *
 * <pre>
 *   timer --interval--> GuardedCheck: circuit breaker, time limiter, bulkhead --> Run on a worker: Check
 *     |                    |                                                          |
 *     |                    |  CheckResult(name, passed, text)  <----------ends--------+
 *     +--timeout-----------+--> failed; the Run is abandoned: interrupted, its script killed
 * </pre>
 *
 * <ul>
 *   <li><b>Time limiter</b>: a run that takes longer than the timeout is a failure, at that instant.
 *   <li><b>Bulkhead</b>: a check runs once at a time. A run that cannot be ended (a process stuck in the kernel, a name
 *       server that is silent) costs one thread and no more; until it ends, every further round is a failure.
 *   <li><b>Circuit breaker</b>: a check whose last ten runs failed, or {@code fall} where that is more, is run at every
 *       second interval only, until it passes once. So a recovery shows within two intervals and one run.
 * </ul>
 *
 * <p>{@link io.arpfailover.agent.check.HookRunner} runs programs in the same way when something happened on the LAN or to
 * the server's role, one at a time. Of those that find no room to wait, what a later one supersedes is not run.
 *
 * <p>Not the place for verdicts: how often a check must fail to count as failing is {@code health}'s.
 */
package io.arpfailover.agent.check;
