package io.arpfailover.agent.proxying;

import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.proxy.Path;
import io.arpfailover.agent.proxy.ProxyRight;
import io.arpfailover.agent.stack.Station;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;

/** What a proxy stands on: an interface, the kernel's routes, a right to answer, and somebody to tell. */
public interface Ground {
    MonotonicTime now();

    /** The right as it is at this very moment, which may be less than it was when the turn began. */
    ProxyRight right();

    Station station();

    /** Where the kernel would send a packet for this address. */
    Path pathTo(Ipv4Address address);

    SendResult send(ArpFrame frame);

    /** Whether another part of this process answers for the address. */
    default boolean isTakenCareOf(Ipv4Address address) {
        return false;
    }

    void answered(ArpPacket reply);

    void learned(Ipv4Address address, MacAddress mac);

    void notFound(Ipv4Address address);

    void notSent(String because);
}
