package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import picocli.CommandLine.Command;

/** {@code pause}: nothing moves by itself. */
@Command(
        name = "pause",
        description = "Nothing moves by itself until resume, not even away from a lost server. A switchover does.")
final class PauseCommand extends AgentQuestion {

    PauseCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int ask(ControlClient agent) throws ControlFailure {
        return outcome(agent.pause());
    }
}
