package io.arpfailover.agent.cli;

import io.arpfailover.agent.config.ConfigurationReading;

/** Runs the agent until it is stopped. */
@FunctionalInterface
public interface AgentRunner {
    /**
     * Returns when the agent has stopped.
     *
     * @param checked a configuration that fits this machine, and where its fields are, for problems found later
     * @return the program's exit code
     */
    int run(ConfigurationReading.Valid checked);
}
