package io.arpfailover.agent.proxy;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import java.util.List;
import java.util.Set;

/**
 * What this machine is on the link, at the moment of an event.
 *
 * @param mac the interface's address
 * @param own every MAC address of this machine: frames from these are ours
 * @param prefixes the IPv4 networks of the interface
 */
public record Standpoint(MacAddress mac, Set<MacAddress> own, List<Ipv4Prefix> prefixes) {

    public Standpoint {
        own = Set.copyOf(own);
        prefixes = List.copyOf(prefixes);
    }

    /** Whether it is the network's own address or the broadcast address of a network here. */
    boolean isReserved(Ipv4Address address) {
        return prefixes.stream()
                .filter(Ipv4Prefix::hasBroadcast)
                .anyMatch(prefix ->
                        prefix.network().equals(address) || prefix.broadcast().equals(address));
    }
}
