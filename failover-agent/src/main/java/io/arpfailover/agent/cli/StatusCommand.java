package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.agent.control.ControlJson;
import java.time.Duration;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code status}: how things stand. */
@Command(name = "status", description = "Shows who holds the addresses, and what is wrong, if anything is.")
final class StatusCommand extends AgentQuestion {
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

    private final ZoneId zone;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "As JSON, with all counters.")
    private boolean json;

    @Option(
            names = "--watch",
            description = "Goes on showing it: in place on a terminal, else a line for each change. Ctrl-C ends it.")
    private boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationReader.class,
            description = "How often --watch looks (default: ${DEFAULT-VALUE}; 100ms or more).")
    private Duration interval = Duration.ofSeconds(1);

    StatusCommand(ConfigurationOption configuration, ZoneId zone) {
        super(configuration);
        this.zone = zone;
    }

    @Override
    int ask(ControlClient agent) throws ControlFailure {
        if (watch) {
            return watch(agent);
        }
        AgentStatus status = agent.status();
        if (json) {
            print(ControlJson.indented(status));
        } else {
            new StatusView(status, zone).lines().forEach(this::print);
        }
        return ExitCode.OK;
    }

    private int watch(ControlClient agent) {
        if (json) {
            throw new ParameterException(spec.commandLine(), "--json and --watch exclude each other: leave one out");
        }
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw new ParameterException(spec.commandLine(), "--interval is too short: give 100ms or more");
        }
        new WatchRun(agent, zone, interval, spec.commandLine().getOut()).run();
        return ExitCode.OK;
    }
}
