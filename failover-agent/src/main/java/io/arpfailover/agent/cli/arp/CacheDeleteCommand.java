package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.wire.Ipv4Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code arp cache delete}: one entry less in the kernel. */
@Command(
        name = "delete",
        description = "Removes an entry from the kernel, whatever its state.",
        exitCodeList = {" 0:removed", " 1:there was no such entry", ExitCode.UNUSABLE_MEANS, ExitCode.BUG_MEANS})
final class CacheDeleteCommand extends OnKernelTable {
    @Parameters(paramLabel = "IP", description = "The neighbour.")
    private String ip = "";

    CacheDeleteCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int run(Rtnetlink rtnetlink, LinkState link) {
        Ipv4Address address = read(ip, Ipv4Address::parse);
        boolean isThere = rtnetlink.neighbors(link.index()).stream()
                .anyMatch(entry -> entry.address().equals(address));
        if (!isThere) {
            complain("the kernel has no entry for " + address + " on " + link.name());
            return ExitCode.REFUSED;
        }
        return outcome(
                rtnetlink.removeNeighbor(link.index(), address),
                address + " is removed from the kernel's table of " + link.name());
    }
}
