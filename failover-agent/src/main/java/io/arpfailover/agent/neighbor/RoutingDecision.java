package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;

/** Who takes the packets for a destination. */
public sealed interface RoutingDecision {

    /** The destination itself: it is on the link. */
    record OnLink(Ipv4Address destination) implements RoutingDecision {}

    /** This router, whose address is the one to resolve. */
    record ThroughGateway(Ipv4Address gateway) implements RoutingDecision {}

    /** Many stations; their MAC follows from the address, nobody is asked. */
    record ToGroup(MacAddress mac) implements RoutingDecision {}

    /** This host: nothing leaves. */
    record Own() implements RoutingDecision {}

    /** Nobody. */
    record NoRoute() implements RoutingDecision {}
}
