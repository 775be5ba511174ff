package io.arpfailover.agent.control;

import java.time.Duration;

/**
 * What one client, or many, may cost the agent.
 *
 * @param lineOctets the longest request
 * @param connections the most at one time
 * @param transfer the longest time for a request to arrive, and for an answer to be taken
 * @param answer the longest time for the agent to answer
 */
record ControlLimits(int lineOctets, int connections, Duration transfer, Duration answer) {
    static final ControlLimits DEFAULT = new ControlLimits(4096, 16, Duration.ofSeconds(5), Duration.ofSeconds(30));
}
