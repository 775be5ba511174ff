/**
 * Whether this server is fit to serve, as far as that can be seen from outside the agent: the verdicts on its checks,
 * and whether its gateway is reachable by ARP.
 *
 * <p>Core: results and frames in, verdicts and questions out, time as an argument. It runs no check (that is
 * {@code check}'s) and moves nothing: what an unfit server does is the tenure's and {@code takeover}'s business.
 *
 * <p>A check, in {@link io.arpfailover.agent.health.HealthBoard}; only FAILING makes a server unfit:
 *
 * <pre>
 *    UNKNOWN --rise passes in a row--> PASSING --fall failures in a row--> FAILING
 *       |                                 ^                                   |
 *       |                                 +-------rise passes in a row--------+
 *       +--fall failures in a row--> FAILING
 * </pre>
 *
 * <p>The gateway, in {@link io.arpfailover.agent.health.GatewayWatch}: where the next question is, beside the verdict
 * UNKNOWN, REACHABLE or UNREACHABLE, which follows the same rule:
 *
 * <pre>
 *    STOPPED --start: Ask--> ASKING --left--> AWAITING --time: a miss, perhaps Unreachable; Ask--> ASKING
 *                              |  |              |
 *                              |  |              +--gateway heard: an answer, perhaps Reachable--> RESTING
 *                              |  +--gateway heard: the same-------------------------------------> RESTING
 *                              +--did not leave: neither-----------------------------------------> RESTING
 *    RESTING --time: Ask--> ASKING
 *    ASKING, AWAITING, RESTING --hurry: Ask--> ASKING
 *    any --stop--> STOPPED
 * </pre>
 */
package io.arpfailover.agent.health;
