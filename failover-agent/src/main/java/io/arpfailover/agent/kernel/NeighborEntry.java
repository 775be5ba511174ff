package io.arpfailover.agent.kernel;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * One IPv4 entry of the kernel's neighbour table at one moment.
 *
 * @param ifindex the interface's number
 * @param mac empty while the kernel does not know it, and where addresses are not of 48 bits
 * @param used how long ago the kernel last sent through it, in steps of 10 ms as the next two
 * @param confirmed how long ago it was last known to be right
 * @param updated how long ago the state or the MAC last changed
 * @param probes requests sent since the last answer
 * @param references how many hold it inside the kernel
 * @param router whether it was told to be a router, which for IPv4 only an administrator tells
 * @param proxy whether this machine answers for the address (proxy ARP), rather than knowing whose it is
 */
public record NeighborEntry(
        int ifindex,
        Ipv4Address address,
        Optional<MacAddress> mac,
        NeighborState state,
        Duration used,
        Duration confirmed,
        Duration updated,
        int probes,
        int references,
        boolean router,
        boolean proxy) {}
