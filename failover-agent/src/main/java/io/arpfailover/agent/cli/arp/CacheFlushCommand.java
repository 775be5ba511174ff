package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.NeighborEntry;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.wire.Ipv4Address;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code arp cache flush}: the kernel forgets what it has learned. */
@Command(
        name = "flush",
        description = "Removes from the kernel what it has learned; permanent entries stay.",
        exitCodeList = {" 0:removed, or there was nothing to remove", ExitCode.UNUSABLE_MEANS, ExitCode.BUG_MEANS})
final class CacheFlushCommand extends OnKernelTable {
    CacheFlushCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int run(Rtnetlink rtnetlink, LinkState link) {
        List<Ipv4Address> learned = rtnetlink.neighbors(link.index()).stream()
                .filter(entry -> !entry.state().staysWhenFlushed())
                .map(NeighborEntry::address)
                .toList();
        return outcome(
                rtnetlink.removeNeighbors(link.index(), learned),
                learned.size() + " removed from the kernel's table of " + link.name());
    }
}
