package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.agent.control.ControlJson;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: how things stand. */
@Command(name = "status", description = "Shows who holds the addresses, and what is wrong, if anything is.")
final class StatusCommand extends AgentQuestion {
    private final ZoneId zone;

    @Option(names = "--json", description = "As JSON, with all counters.")
    private boolean json;

    StatusCommand(ConfigurationOption configuration, ZoneId zone) {
        super(configuration);
        this.zone = zone;
    }

    @Override
    int ask(ControlClient agent) throws ControlFailure {
        AgentStatus status = agent.status();
        if (json) {
            print(ControlJson.indented(status));
        } else {
            new StatusView(status, zone).lines().forEach(this::print);
        }
        return ExitCode.OK;
    }
}
