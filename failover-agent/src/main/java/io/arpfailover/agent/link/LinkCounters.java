package io.arpfailover.agent.link;

import io.arpfailover.agent.wire.DropReason;
import java.util.Map;

/**
 * What a link has seen since it was opened, at one moment.
 *
 * @param accepted frames handed to the listener
 * @param unwanted frames the listener did not want
 * @param malformed frames that were no ARP packet we read, by reason; a reason without a frame is absent
 * @param denied frames that the gate did not let pass
 * @param own frames with our own source address that came back
 * @param otherVlan frames of another VLAN than the port's own
 * @param sent frames the kernel took
 * @param notSent frames it did not take
 * @param opened how many times the link was opened; more than once when the interface was away
 */
public record LinkCounters(
        long accepted,
        long unwanted,
        Map<DropReason, Long> malformed,
        long denied,
        long own,
        long otherVlan,
        long sent,
        long notSent,
        long opened) {

    public LinkCounters {
        malformed = Map.copyOf(malformed);
    }
}
