package io.arpfailover.agent.config;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.List;
import java.util.Optional;

/** What a configuration is checked against: this machine's interfaces and default routes. */
public interface HostView {
    /** The names of the interfaces that exist, for the message to somebody who mistyped one. */
    List<String> interfaceNames();

    /** The IPv4 addresses of an interface with their prefix lengths; empty when there is no such interface. */
    Optional<List<Ipv4Prefix>> networksOf(String interfaceName);

    /** Whether this machine has the address, on whichever interface. */
    boolean hasAddress(Ipv4Address address);

    /** The gateways of the default routes, the preferred one first. */
    List<Ipv4Address> defaultGateways();
}
