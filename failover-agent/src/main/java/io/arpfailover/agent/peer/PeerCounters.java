package io.arpfailover.agent.peer;

import java.util.Map;

/**
 * What a link to the other server has seen since it was opened, at one moment.
 *
 * @param accepted datagrams handed to the listener
 * @param dropped datagrams refused, by reason; a reason without a datagram is absent
 * @param sent datagrams the kernel took
 * @param notSent datagrams it did not take: no route, no buffer, the interface is away
 * @param receiveFailures how often a socket could not be read
 * @param cardFaults parts of the other member's cards that were ignored: endpoints that are none or too many, and
 *     incarnations that are none
 */
public record PeerCounters(
        long accepted, Map<PeerDrop, Long> dropped, long sent, long notSent, long receiveFailures, long cardFaults) {

    public PeerCounters {
        dropped = Map.copyOf(dropped);
    }
}
