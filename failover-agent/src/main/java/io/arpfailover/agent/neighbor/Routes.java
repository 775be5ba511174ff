package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The routing table of one interface (RFC 1122 section 3.3.1): the longest prefix that holds a destination decides; of
 * two as long, the link before a gateway, and the earlier gateway before the later.
 *
 * @param connected our own addresses with the lengths of their networks
 * @param routes networks beyond a router
 */
public record Routes(List<Ipv4Prefix> connected, List<Route> routes) {

    private static final int LIMITED_BROADCAST = 0xffff_ffff;
    private static final long MULTICAST_MAC = 0x0100_5e00_0000L;
    private static final int MULTICAST_BITS = 0x7f_ffff;

    public Routes {
        connected = List.copyOf(connected);
        routes = List.copyOf(routes);
    }

    public RoutingDecision decide(Ipv4Address destination) {
        if (isMulticast(destination)) {
            return new RoutingDecision.ToGroup(multicastMac(destination));
        }
        if (isBroadcast(destination)) {
            return new RoutingDecision.ToGroup(MacAddress.BROADCAST);
        }
        if (connected.stream().anyMatch(prefix -> prefix.address().equals(destination))) {
            return new RoutingDecision.Own();
        }
        return destination.isUsableAsHost() ? decideByLength(destination) : new RoutingDecision.NoRoute();
    }

    private RoutingDecision decideByLength(Ipv4Address destination) {
        Optional<Ipv4Prefix> link = connected.stream()
                .filter(prefix -> prefix.contains(destination))
                .max(Comparator.comparingInt(Ipv4Prefix::length));
        Optional<Route> route = routes.stream()
                .filter(candidate -> candidate.network().contains(destination))
                .reduce((best, next) -> length(next) > length(best) ? next : best);
        int linkLength = link.map(Ipv4Prefix::length).orElse(-1);
        if (route.isPresent() && length(route.get()) > linkLength) {
            return new RoutingDecision.ThroughGateway(route.get().gateway());
        }
        return link.isPresent() ? new RoutingDecision.OnLink(destination) : new RoutingDecision.NoRoute();
    }

    private boolean isBroadcast(Ipv4Address destination) {
        return destination.bits() == LIMITED_BROADCAST
                || connected.stream()
                        .anyMatch(prefix ->
                                prefix.hasBroadcast() && prefix.broadcast().equals(destination));
    }

    private static boolean isMulticast(Ipv4Address destination) {
        return destination.bits() >>> 28 == 0xe;
    }

    /** RFC 1112 section 6.4: the low 23 bits of the group behind 01:00:5e. */
    private static MacAddress multicastMac(Ipv4Address group) {
        return new MacAddress(MULTICAST_MAC | (group.bits() & MULTICAST_BITS));
    }

    private static int length(Route route) {
        return route.network().length();
    }
}
