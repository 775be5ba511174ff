package io.arpfailover.agent.cli;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.agent.kernel.ChangedSysctls;
import io.arpfailover.agent.kernel.KernelException;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.OnlyAgent;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sysctls restore}: puts back what an agent has set that was killed and is not started again. */
@Command(
        name = "restore",
        description = {
            "Puts back the kernel's settings that a killed agent has left changed.",
            "The agent does so itself at its end, and otherwise at its next start."
        },
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class)
final class SysctlsRestoreCommand implements Callable<Integer> {
    private final ConfigurationOption configuration;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    SysctlsRestoreCommand(ConfigurationOption configuration) {
        this.configuration = configuration;
    }

    @Override
    public Integer call() {
        return configuration
                .read(spec.commandLine().getErr())
                .map(ConfigurationReading.Valid::configuration)
                .map(this::restoreUnlessItRuns)
                .orElse(ExitCode.UNUSABLE);
    }

    @SuppressWarnings("try") // what is only held is not used
    private int restoreUnlessItRuns(AgentConfiguration checked) {
        Optional<OnlyAgent> right = OnlyAgent.of(checked.cluster());
        if (right.isEmpty()) {
            return say(
                    ExitCode.REFUSED,
                    "the agent of cluster " + checked.cluster() + " runs, and puts them back at its end; stop it");
        }
        try (OnlyAgent held = right.get()) {
            return restore(ChangedSysctls.of(checked.state(), checked.cluster()));
        } catch (KernelException e) {
            return say(ExitCode.UNUSABLE, e.getMessage());
        }
    }

    private int restore(ChangedSysctls changed) {
        int count = changed.count();
        if (changed.putBack() instanceof Failed failed) {
            return say(ExitCode.UNUSABLE, failed.text());
        }
        spec.commandLine().getOut().println("done: " + (count == 0 ? "nothing was changed" : count + " put back"));
        return ExitCode.OK;
    }

    private int say(int code, String line) {
        spec.commandLine().getErr().println("failover-agent: " + line);
        return code;
    }
}
