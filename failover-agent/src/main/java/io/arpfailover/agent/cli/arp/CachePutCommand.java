package io.arpfailover.agent.cli.arp;

import static java.util.stream.Collectors.joining;

import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.kernel.AssignedAddress;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code arp cache put}: a permanent entry in the kernel. */
@Command(
        name = "put",
        description = "Sets a permanent entry in the kernel, which no frame changes.",
        exitCodeList = {" 0:set", ExitCode.UNUSABLE_MEANS, ExitCode.BUG_MEANS})
final class CachePutCommand extends OnKernelTable {
    @Parameters(index = "0", paramLabel = "IP", description = "The neighbour.")
    private String ip = "";

    @Parameters(index = "1", paramLabel = "MAC", description = "Its MAC address.")
    private String mac = "";

    CachePutCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int run(Rtnetlink rtnetlink, LinkState link) {
        Ipv4Address address = host(ip);
        MacAddress station = read(mac, MacAddress::parse);
        if (station.isGroup() || station.equals(MacAddress.ZERO)) {
            throw mistake(station + " is not one station's address; give that of the neighbour");
        }
        List<Ipv4Prefix> prefixes = rtnetlink.addresses(link.index()).stream()
                .map(AssignedAddress::prefix)
                .toList();
        refuseUnlessNeighbor(address, link, prefixes);
        return outcome(
                rtnetlink.putNeighbor(link.index(), address, station),
                address + " is at " + station + " on " + link.name() + ", permanently");
    }

    private void refuseUnlessNeighbor(Ipv4Address address, LinkState link, List<Ipv4Prefix> prefixes) {
        if (prefixes.stream().anyMatch(prefix -> prefix.address().equals(address))) {
            throw mistake(address + " is this host's own; give a neighbour's");
        }
        if (prefixes.stream().noneMatch(prefix -> prefix.contains(address))) {
            String networks = prefixes.stream().map(Ipv4Prefix::toString).collect(joining(", "));
            throw mistake(address + " is in no network of " + link.name() + " (" + networks
                    + "), so the kernel would not look for it there; name another interface with -i");
        }
    }
}
