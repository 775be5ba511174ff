package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stop}: ends the agent. */
@Command(name = "stop", description = "Hands the addresses over, if this server holds them, and ends the agent.")
final class StopCommand extends AgentQuestion {

    @Option(
            names = "--restart",
            description =
                    "The agent comes back at once: this server keeps the addresses for as long as 'timing.restart'.")
    private boolean restart;

    StopCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int ask(ControlClient agent) throws ControlFailure {
        return outcome(agent.stop(restart));
    }
}
