package io.arpfailover.agent.cli;

import io.arpfailover.agent.config.ConfigProblem;
import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.agent.config.HostCheck;
import io.arpfailover.agent.config.HostView;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code run}: the agent itself, in the foreground. */
@Command(
        name = "run",
        description =
                "Runs the agent in the foreground, as root or with CAP_NET_ADMIN and CAP_NET_RAW, until it is stopped.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class)
final class RunCommand implements Callable<Integer> {
    private final ConfigurationOption configuration;
    private final AgentRunner runner;
    private final HostView host;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RunCommand(ConfigurationOption configuration, AgentRunner runner, HostView host) {
        this.configuration = configuration;
        this.runner = runner;
        this.host = host;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Optional<ConfigurationReading.Valid> read = configuration.read(err);
        if (read.isEmpty()) {
            return ExitCode.UNUSABLE;
        }
        List<ConfigProblem> problems = new HostCheck(read.get(), host).problems();
        ConfigurationOption.print(problems, err);
        return problems.isEmpty() ? runner.run(read.get()) : ExitCode.UNUSABLE;
    }
}
