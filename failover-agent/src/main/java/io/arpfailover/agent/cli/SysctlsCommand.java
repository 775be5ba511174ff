package io.arpfailover.agent.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sysctls}: the kernel's settings that an agent changes with {@code sysctls: set}. */
@Command(
        name = "sysctls",
        description = "Looks after the kernel's settings that an agent has changed.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class)
final class SysctlsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? restore");
    }
}
