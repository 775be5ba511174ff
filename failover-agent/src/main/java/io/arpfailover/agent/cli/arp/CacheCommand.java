package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.agent.control.NeighborReport;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Rtnetlink;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code arp cache}: the kernel's neighbours of one interface, beside the running agent's. */
@Command(
        name = "cache",
        description = "Shows the neighbours that the kernel and the running agent know, beside each other.",
        exitCodeList = {" 0:shown", ExitCode.UNUSABLE_MEANS, ExitCode.BUG_MEANS})
final class CacheCommand extends OnKernelTable {
    @Option(
            names = {"-s", "--statistics"},
            description = "With used/confirmed/updated, in seconds ago, and the questions asked in vain.")
    private boolean statistics;

    @Option(names = "--arp", description = "The kernel's alone, in the manner of arp -a.")
    private boolean mannerOfArp;

    @Option(names = "--json", description = "One JSON object per line, with all there is.")
    private boolean json;

    private CacheCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    /** The command with those that change the kernel's table. */
    static CommandLine commandLine(ConfigurationOption configuration) {
        return new CommandLine(new CacheCommand(configuration))
                .addSubcommand(new CachePutCommand(configuration))
                .addSubcommand(new CacheDeleteCommand(configuration))
                .addSubcommand(new CacheFlushCommand(configuration));
    }

    @Override
    int run(Rtnetlink rtnetlink, LinkState link) {
        Optional<List<NeighborReport>> agent = mannerOfArp ? Optional.empty() : agents(link);
        List<CacheRow> rows = CacheRow.of(rtnetlink.neighbors(link.index()), agent.orElse(List.of()));
        if (mannerOfArp) {
            rows.forEach(row -> row.inMannerOfArp(link.name()).ifPresent(this::print));
        } else {
            rows.forEach(row -> print(json ? row.json() : row.line(agent.isPresent(), statistics)));
        }
        return ExitCode.OK;
    }

    /** Empty when no agent runs on this interface. */
    private Optional<List<NeighborReport>> agents(LinkState link) {
        Optional<AgentConfiguration> there = configuration()
                .ifThere()
                .filter(found -> found.networkInterface().equals(link.name()));
        try {
            return there.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ControlClient(there.get().control()).neighbors());
        } catch (ControlFailure e) {
            complain("the kernel's alone: " + e.getMessage());
            return Optional.empty();
        }
    }
}
