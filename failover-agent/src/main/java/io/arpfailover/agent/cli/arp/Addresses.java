package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.kernel.AssignedAddress;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The addresses of this host and the interfaces they are on, as the kernel had them at one moment. */
record Addresses(Map<Ipv4Address, String> interfaces) {
    Addresses {
        interfaces = Map.copyOf(interfaces);
    }

    static Addresses of(ArpStack stack) {
        Map<Ipv4Address, String> found = new LinkedHashMap<>();
        for (LinkState link : stack.kernel().links()) {
            stack.kernel().addresses(link.index()).stream()
                    .map(AssignedAddress::prefix)
                    .map(Ipv4Prefix::address)
                    .forEach(address -> found.putIfAbsent(address, link.name()));
        }
        return new Addresses(found);
    }

    Set<Ipv4Address> all() {
        return interfaces.keySet();
    }
}
