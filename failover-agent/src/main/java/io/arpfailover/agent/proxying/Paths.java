package io.arpfailover.agent.proxying;

import io.arpfailover.agent.kernel.RouteChanges;
import io.arpfailover.agent.kernel.RouteTarget;
import io.arpfailover.agent.proxy.Path;
import io.arpfailover.agent.wire.Ipv4Address;
import java.util.Optional;

/**
 * Where the kernel's routes lead.
 *
 * @param routes asked for each path; stays its owner's to close
 */
public record Paths(RouteChanges routes) {

    /**
     * The path to an address, for whoever asks for it on this interface.
     *
     * @param cameIn the index of the interface
     */
    public Path to(Ipv4Address address, int cameIn) {
        Optional<RouteTarget> target = routes.lookUp(address);
        if (target.isEmpty()) {
            return Path.NOWHERE;
        }
        if (target.get().local()) {
            return Path.OURSELVES;
        }
        return target.get().ifindex() == cameIn ? Path.SAME_INTERFACE : Path.ELSEWHERE;
    }
}
