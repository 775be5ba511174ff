package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.console.ConsoleException;
import io.arpfailover.coordinator.server.ServerException;
import io.arpfailover.coordinator.zookeeper.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program's entry point. */
@Command(
        name = "coordinator",
        description =
                "Runs ZooKeeper for clusters of failover agents, shows what it knows of them, and tells them what is wanted.",
        versionProvider = BuildVersion.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            Serve.class,
            ConsoleCommand.class,
            Status.class,
            SwitchoverWish.class,
            MaintenanceWish.class,
            PauseWish.class,
            ResumeWish.class,
            BindingsCommand.class
        })
public final class Coordinator implements Runnable {
    static final int MISTAKE = 2;
    static final int FAILURE = 3;

    @Spec
    private CommandSpec spec;

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The commands, with every mistake told in one line. */
    static CommandLine commandLine() {
        return new CommandLine(new Coordinator())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((mistake, arguments) -> tell(mistake.getCommandLine(), mistake))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(command, failure));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: serve, console, status, switchover, maintenance, pause, resume or bindings");
    }

    private static int failed(CommandLine command, Exception failure) throws Exception {
        if (failure instanceof StoreException
                || failure instanceof ServerException
                || failure instanceof ConsoleException) {
            return tell(command, failure);
        }
        failure.printStackTrace(command.getErr());
        return FAILURE;
    }

    private static int tell(CommandLine command, Exception mistake) {
        String name = command.getCommandSpec().qualifiedName();
        command.getErr()
                .println(name + ": " + mistake.getMessage().lines().findFirst().orElse("") + hint(mistake, name));
        return MISTAKE;
    }

    private static String hint(Exception mistake, String name) {
        return mistake instanceof ParameterException ? " (see " + name + " --help)" : "";
    }
}
