package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.kernel.DefaultGateway;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Rtnetlink;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option {@code -i}, and which interface is meant without it. */
final class InterfaceOption {
    @Option(
            names = {"-i", "--interface"},
            paramLabel = "IFACE",
            description = "On this interface (default: that of the agent's configuration, else of the default route).")
    private Optional<String> interfaceName = Optional.empty();

    /** The interface's name; none being meant is a mistake of the command given. */
    String chosen(ConfigurationOption configuration, CommandSpec spec) {
        return interfaceName
                .or(() -> configuration.ifThere().map(found -> found.networkInterface()))
                .or(InterfaceOption::ofDefaultRoute)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "which interface? there is no default route to tell; name it with -i IFACE"));
    }

    private static Optional<String> ofDefaultRoute() {
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            Optional<Integer> index = rtnetlink.defaultGateway().map(DefaultGateway::ifindex);
            return rtnetlink.links().stream()
                    .filter(link ->
                            index.filter(wanted -> wanted == link.index()).isPresent())
                    .map(LinkState::name)
                    .findFirst();
        }
    }
}
