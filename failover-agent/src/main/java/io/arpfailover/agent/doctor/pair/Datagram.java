package io.arpfailover.agent.doctor.pair;

import io.arpfailover.agent.wire.Ipv4Address;

/**
 * A UDP datagram between the two servers, as firewall rules see it.
 *
 * @param networkInterface it comes in or goes out by; empty when not known
 * @param port of both ends
 */
record Datagram(String networkInterface, Ipv4Address source, Ipv4Address destination, int port) {
    /** One that goes the other way. */
    Datagram answer() {
        return new Datagram(networkInterface, /* source= */ destination, /* destination= */ source, port);
    }
}
