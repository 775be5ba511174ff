package io.arpfailover.agent.kernel;

import io.arpfailover.agent.wire.Ipv4Address;

/**
 * The next hop of the default route.
 *
 * @param address the gateway
 * @param ifindex the interface it is reached through
 */
public record DefaultGateway(Ipv4Address address, int ifindex) {}
