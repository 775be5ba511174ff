package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.ProgramVersion;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code arp}: the ARP stack by hand. */
@Command(
        name = "arp",
        description = "Speaks, watches and judges ARP on one interface.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class)
public final class ArpCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private ArpCommand() {}

    /** The command with all of its own. */
    public static CommandLine commandLine(ConfigurationOption configuration) {
        CommandLine arp = new CommandLine(new ArpCommand());
        commands(configuration).forEach(arp::addSubcommand);
        return arp;
    }

    private static List<Object> commands(ConfigurationOption configuration) {
        return List.of(
                new ResolveCommand(configuration),
                new ProbeCommand(configuration),
                new AnnounceCommand(configuration),
                CacheCommand.commandLine(configuration),
                new WatchCommand(configuration),
                new ScanCommand(configuration),
                new SniffersCommand(configuration),
                new AuditCommand(configuration),
                new ProxyCommand(configuration),
                new RecordCommand(configuration));
    }

    @Override
    public void run() {
        String names = spec.subcommands().keySet().stream().collect(Collectors.joining(", "));
        throw new ParameterException(spec.commandLine(), "which command? " + names);
    }
}
