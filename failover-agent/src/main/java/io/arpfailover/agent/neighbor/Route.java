package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;

/**
 * A network beyond a router on the link.
 *
 * @param network which; 0.0.0.0/0 is everything else
 * @param gateway the router
 */
public record Route(Ipv4Prefix network, Ipv4Address gateway) {

    /** What no other route takes goes to {@code gateway}. */
    public static Route byDefault(Ipv4Address gateway) {
        return new Route(new Ipv4Prefix(Ipv4Address.ANY, 0), gateway);
    }
}
