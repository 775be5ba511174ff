package io.arpfailover.agent.stack;

import io.arpfailover.agent.kernel.AssignedAddress;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What this machine is on one link, as its kernel had it at one moment.
 *
 * @param link the interface
 * @param prefixes the IPv4 addresses it carries, in the kernel's order
 * @param ownMacs every MAC address of every interface of this machine
 * @param gateway the next hop of the default route, when that leads over this interface
 */
public record Station(
        LinkState link, List<Ipv4Prefix> prefixes, Set<MacAddress> ownMacs, Optional<Ipv4Address> gateway) {

    public Station {
        prefixes = List.copyOf(prefixes);
        ownMacs = Set.copyOf(ownMacs);
    }

    /** Reads it now; empty when there is no such interface. */
    public static Optional<Station> read(Rtnetlink rtnetlink, String interfaceName) {
        return rtnetlink.link(interfaceName).map(link -> of(rtnetlink, link));
    }

    private static Station of(Rtnetlink rtnetlink, LinkState link) {
        return new Station(
                link,
                rtnetlink.addresses(link.index()).stream()
                        .map(AssignedAddress::prefix)
                        .toList(),
                Set.copyOf(rtnetlink.macs()),
                rtnetlink
                        .defaultGateway()
                        .filter(hop -> hop.ifindex() == link.index())
                        .map(hop -> hop.address()));
    }

    /** The MAC address frames leave with. */
    public MacAddress mac() {
        return link.mac();
    }

    /** Whether this interface carries the address. */
    public boolean has(Ipv4Address address) {
        return prefixes.stream().anyMatch(prefix -> prefix.address().equals(address));
    }

    /** The network of this interface that the address lies in: the longest prefix, where networks overlap. */
    public Optional<Ipv4Prefix> networkOf(Ipv4Address address) {
        return prefixes.stream()
                .filter(prefix -> prefix.contains(address))
                .max((a, b) -> Integer.compare(a.length(), b.length()));
    }

    /** Our own address to ask {@code destination} with: of its network, else the first there is, else none. */
    public Optional<Ipv4Address> sourceFor(Ipv4Address destination) {
        return networkOf(destination).or(() -> prefixes.stream().findFirst()).map(Ipv4Prefix::address);
    }
}
