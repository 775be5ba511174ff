package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;

/** An address and the station that may use it. */
public record Binding(Ipv4Address address, MacAddress mac) {
    public Binding {
        if (!address.isUsableAsHost()) {
            throw new IllegalArgumentException("no host can have " + address);
        }
        if (mac.isGroup() || mac.equals(MacAddress.ZERO)) {
            throw new IllegalArgumentException("no station has " + mac);
        }
    }
}
