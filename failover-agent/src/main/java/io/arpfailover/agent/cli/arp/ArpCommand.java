package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.cli.CommandGroup;
import io.arpfailover.agent.cli.ConfigurationOption;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code arp}: the ARP stack by hand. */
@Command(name = "arp", description = "Speaks, watches and judges ARP on one interface.")
public final class ArpCommand extends CommandGroup {
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
}
