package io.arpfailover.agent.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code config}: what can be done with a configuration without running it. */
@Command(
        name = "config",
        description = "Looks at the configuration without running the agent.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class)
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? check");
    }
}
