package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import picocli.CommandLine.Command;

/** {@code resume}: ends a pause. */
@Command(name = "resume", description = "Ends a pause: the addresses move again when they have to.")
final class ResumeCommand extends AgentQuestion {

    ResumeCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int ask(ControlClient agent) throws ControlFailure {
        return outcome(agent.resume());
    }
}
