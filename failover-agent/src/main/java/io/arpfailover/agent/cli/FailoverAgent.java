package io.arpfailover.agent.cli;

import io.arpfailover.agent.cli.arp.ArpCommand;
import io.arpfailover.agent.config.HostCheck;
import io.arpfailover.agent.config.HostView;
import io.arpfailover.agent.config.SystemHostView;
import io.arpfailover.agent.loop.Agent;
import java.time.ZoneId;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;

/** The program {@code failover-agent}. */
@Command(
        name = "failover-agent",
        description = "Shares IPv4 addresses between two servers, and never lets both own one.",
        sortOptions = false,
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {" 0:done", " 1:refused, the agent says no", ExitCode.UNUSABLE_MEANS, ExitCode.BUG_MEANS})
public final class FailoverAgent extends CommandGroup {
    @Mixin
    private final ConfigurationOption configuration = new ConfigurationOption();

    private FailoverAgent() {}

    public static void main(String[] args) {
        HostView host = new SystemHostView();
        AgentRunner runner = checked -> Agent.run(checked, new HostCheck(checked, host).gateway());
        System.exit(commandLine(runner, host).execute(args));
    }

    /** The program with what it runs and what it checks the configuration against. */
    static CommandLine commandLine(AgentRunner runner, HostView host) {
        FailoverAgent program = new FailoverAgent();
        ConfigurationOption configuration = program.configuration;
        CommandLine line = new CommandLine(program)
                .addSubcommand(new RunCommand(configuration, runner, host))
                .addSubcommand(new StatusCommand(configuration, ZoneId.systemDefault()))
                .addSubcommand(new SwitchoverCommand(configuration))
                .addSubcommand(new MaintenanceCommand(configuration))
                .addSubcommand(new PauseCommand(configuration))
                .addSubcommand(new ResumeCommand(configuration))
                .addSubcommand(new ReloadCommand(configuration))
                .addSubcommand(new StopCommand(configuration))
                .addSubcommand(new ReleaseCommand(configuration, System.getenv()))
                .addSubcommand(new HistoryCommand(configuration, ZoneId.systemDefault()))
                .addSubcommand(new DoctorCommand(configuration, host))
                .addSubcommand(
                        new CommandLine(new SysctlsCommand()).addSubcommand(new SysctlsRestoreCommand(configuration)))
                .addSubcommand(ArpCommand.commandLine(configuration))
                .addSubcommand(new CommandLine(new ConfigCommand())
                        .addSubcommand(new ConfigCheckCommand(configuration, host))
                        .addSubcommand(new ConfigSchemaCommand()));
        inherit(line.getCommandSpec().findOption(ConfigurationOption.CLUSTER), line);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(inOneLine())
                .setExecutionExceptionHandler(bug());
    }

    /** Below the commands that have no such option of their own, and no command that has. */
    private static void inherit(OptionSpec option, CommandLine parent) {
        parent.getSubcommands().values().stream()
                .filter(command -> !(command.getCommand() instanceof ArpCommand))
                .forEach(command -> {
                    command.getCommandSpec()
                            .addOption(option.toBuilder()
                                    .inherited(true)
                                    .root(option)
                                    .build());
                    inherit(option, command);
                });
    }

    private static IParameterExceptionHandler inOneLine() {
        return (mistake, args) -> {
            CommandLine command = mistake.getCommandLine();
            String message = mistake.getMessage().lines().findFirst().orElse("cannot be understood");
            String name = command.getCommandSpec().qualifiedName();
            command.getErr().println(name + ": " + message + "; see '" + name + " --help'");
            return ExitCode.UNUSABLE;
        };
    }

    private static IExecutionExceptionHandler bug() {
        return (bug, command, parsed) -> {
            command.getErr().println("failover-agent: a bug in this program; please report it with these lines:");
            bug.printStackTrace(command.getErr());
            return ExitCode.BUG;
        };
    }
}
