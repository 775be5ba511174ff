package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code maintenance}: takes a server out of service, or back into it. */
@Command(
        name = "maintenance",
        description = "With 'on', the server hands the addresses over and does not take them until 'off'.")
final class MaintenanceCommand extends AgentQuestion {

    /** As it is written. */
    private enum Switch {
        ON,
        OFF
    }

    @Parameters(index = "0", paramLabel = "on|off", description = "Into maintenance, or out of it.")
    private Switch into = Switch.ON;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NODE",
            converter = SwitchoverCommand.NodeNameReader.class,
            description = "The server (default: this one).")
    private Optional<NodeName> node = Optional.empty();

    MaintenanceCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int ask(ControlClient agent) throws ControlFailure {
        return outcome(agent.maintenance(node, into == Switch.ON));
    }
}
