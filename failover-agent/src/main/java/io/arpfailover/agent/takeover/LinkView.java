package io.arpfailover.agent.takeover;

import io.arpfailover.agent.wire.MacAddress;
import java.util.Optional;
import java.util.Set;

/**
 * The interface that carries the addresses, as the kernel describes it now.
 *
 * @param mac its MAC address; empty while there is no such interface
 * @param ownMacs the MAC addresses of all interfaces of this machine: frames from these are our own
 * @param up whether it is administratively up
 * @param carrier whether it has a carrier
 */
public record LinkView(Optional<MacAddress> mac, Set<MacAddress> ownMacs, boolean up, boolean carrier) {
    /** No such interface. */
    public static final LinkView ABSENT = new LinkView(Optional.empty(), Set.of(), false, false);

    public LinkView {
        ownMacs = Set.copyOf(ownMacs);
    }

    boolean usable() {
        return mac.isPresent() && up && carrier;
    }

    String state() {
        if (mac.isEmpty()) {
            return "does not exist";
        }
        return !up ? "is down" : !carrier ? "has no carrier" : "is up";
    }
}
