package io.arpfailover.agent.kernel;

import io.arpfailover.agent.wire.Ipv4Address;
import java.util.Optional;

/**
 * Where the kernel sends what is for one address.
 *
 * @param local to this machine itself
 * @param ifindex out of this interface, when it is not local
 * @param source the address of ours that such packets carry, when the kernel has one for them
 */
public record RouteTarget(boolean local, int ifindex, Optional<Ipv4Address> source) {}
