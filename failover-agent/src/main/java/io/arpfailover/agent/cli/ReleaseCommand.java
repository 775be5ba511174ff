package io.arpfailover.agent.cli;

import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.agent.loop.Remains;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code release}: takes away what a killed agent has left; what {@code ExecStopPost=} of its unit runs. */
@Command(
        name = "release",
        description = {
            "Takes the addresses of an agent that was killed off this server, once its lease has ended.",
            "Does nothing while an agent runs, or while this server is left serving for the agent's restart."
        },
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class)
final class ReleaseCommand implements Callable<Integer> {
    /** How systemd tells ExecStopPost= of the agent's end, systemd.exec(5). */
    private static final String EXIT_CODE = "EXIT_CODE";

    private static final String EXIT_STATUS = "EXIT_STATUS";

    /** With these the agent itself has cleared up, or has left this server serving: 143 is SIGTERM, obeyed. */
    private static final Set<String> ORDERLY = Set.of("0", Integer.toString(ExitCode.UNUSABLE), "143");

    private final ConfigurationOption configuration;
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ReleaseCommand(ConfigurationOption configuration, Map<String, String> environment) {
        this.configuration = configuration;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (isOrderly()) {
            return done("nothing to do: the agent has ended by itself");
        }
        Optional<ConfigurationReading.Valid> read =
                configuration.read(spec.commandLine().getErr());
        return read.map(this::release).orElse(ExitCode.UNUSABLE);
    }

    private boolean isOrderly() {
        return environment.getOrDefault(EXIT_CODE, "").equals("exited")
                && ORDERLY.contains(environment.getOrDefault(EXIT_STATUS, ""));
    }

    private int release(ConfigurationReading.Valid checked) {
        Remains.Outcome outcome = Remains.release(checked);
        return switch (outcome.result()) {
            case GONE -> done("done: " + outcome.text());
            case NOT_OURS -> done("nothing to do: " + outcome.text());
            case FAILED -> {
                spec.commandLine().getErr().println(outcome.text());
                yield ExitCode.UNUSABLE;
            }
        };
    }

    private int done(String line) {
        spec.commandLine().getOut().println(line);
        return ExitCode.OK;
    }
}
