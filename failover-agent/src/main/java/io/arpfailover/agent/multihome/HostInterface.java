package io.arpfailover.agent.multihome;

import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.List;
import java.util.Map;

/**
 * One interface of a host.
 *
 * @param arp whether it is up and speaks ARP
 * @param addresses the IPv4 addresses it carries
 * @param own its own values; what is missing counts as 0, the kernel's default for all of them
 */
public record HostInterface(String name, boolean arp, List<Ipv4Prefix> addresses, Map<Sysctl, Integer> own) {

    public HostInterface {
        addresses = List.copyOf(addresses);
        own = Map.copyOf(own);
    }

    int own(Sysctl sysctl) {
        return own.getOrDefault(sysctl, 0);
    }
}
