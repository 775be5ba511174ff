package io.arpfailover.agent.acd;

import io.arpfailover.agent.wire.MacAddress;
import java.util.Set;

/**
 * The stations that are not third hosts. Make it once and again only when a MAC changes, not per frame.
 *
 * @param own every MAC of every interface of this server: echoes, and its own second card on the same link
 * @param peer the MACs of the other member of the pair; one that is also ours counts as ours
 */
public record Stations(Set<MacAddress> own, Set<MacAddress> peer) {

    public Stations {
        own = Set.copyOf(own);
        peer = Set.copyOf(peer);
    }

    /** Whether it belongs to neither member of the pair. */
    public boolean isThird(MacAddress station) {
        return sideOf(station) == Side.THIRD;
    }

    Side sideOf(MacAddress station) {
        if (own.contains(station)) {
            return Side.OWN;
        }
        return peer.contains(station) ? Side.PEER : Side.THIRD;
    }

    /** Whose a station is. */
    enum Side {
        OWN,
        PEER,
        THIRD
    }
}
