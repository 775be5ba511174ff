package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import java.util.Optional;

/**
 * One line of the list that decides before the bindings do, as an ARP access list does; the first that fits decides.
 *
 * @param action what becomes of a frame that fits
 * @param senders the sender addresses it is about
 * @param mac the sender's MAC address it is about; empty for every one
 */
public record Rule(Action action, Ipv4Prefix senders, Optional<MacAddress> mac) {
    /** What a rule says. */
    public enum Action {
        /** It passes, whatever the bindings say. */
        PERMIT,
        /** It is denied, whatever the bindings say. */
        DENY
    }
}
