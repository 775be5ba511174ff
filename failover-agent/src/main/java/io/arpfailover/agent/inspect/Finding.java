package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.Optional;

/**
 * One thing noticed about a link.
 *
 * @param kind what it is
 * @param at when
 * @param ip the sender address the packet names
 * @param mac the sender's MAC address the packet names
 * @param source the station that sent the frame
 * @param before the station the address was with, or should be with, where that is another
 * @param verdict what was thought of the frame
 */
public record Finding(
        FindingKind kind,
        MonotonicTime at,
        Ipv4Address ip,
        MacAddress mac,
        MacAddress source,
        Optional<MacAddress> before,
        Verdict verdict) {

    /** Whether somebody does what nobody may: reason to shut the station out, where the operator wants that. */
    public boolean isOffence() {
        return switch (kind) {
            case SPOOF, RATE_EXCEEDED -> true;
            case DENIED -> verdict == Verdict.RULE || verdict == Verdict.BINDING;
            case NEW_ACTIVITY,
                    NEW_STATION,
                    FLIP_FLOP,
                    CHANGED_ETHERNET_ADDRESS,
                    REUSED_OLD_ETHERNET_ADDRESS,
                    ETHERNET_BROADCAST,
                    IP_BROADCAST,
                    BOGON,
                    ETHERNET_MISMATCH,
                    AUTHORISED_MOVE,
                    LATE_FRAME_OF_PEER,
                    UNAUTHORISED_MEMBER -> false;
        };
    }
}
