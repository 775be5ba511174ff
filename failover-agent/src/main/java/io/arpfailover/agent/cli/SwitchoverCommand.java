package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code switchover}: a planned move of the addresses. */
@Command(
        name = "switchover",
        description = "Moves the addresses to the other server, or to the one that is named, and waits for the end.")
final class SwitchoverCommand extends AgentQuestion {

    @Option(
            names = "--to",
            paramLabel = "NODE",
            converter = NodeNameReader.class,
            description = "The server that shall hold them (default: the one that does not hold them now).")
    private Optional<NodeName> to = Optional.empty();

    @Option(
            names = "--force",
            description =
                    "Also when that server's checks fail, it is in maintenance, or the limit on moves is reached.")
    private boolean force;

    SwitchoverCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int ask(ControlClient agent) throws ControlFailure {
        return outcome(agent.switchover(to, force));
    }

    /** Reads a node's name from the command line. */
    static final class NodeNameReader implements ITypeConverter<NodeName> {
        @Override
        public NodeName convert(String text) {
            try {
                return new NodeName(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
