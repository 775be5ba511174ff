package io.arpfailover.agent.peer;

import io.arpfailover.agent.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which of the other server's endpoints each of our addresses sends to: the one that shares the longest prefix with it,
 * so that a LAN goes with the same LAN.
 *
 * <p>The closest pair of all is joined first, then the closest of those that remain. Thus every endpoint has an address
 * while there are enough of these; left-over addresses take the closest endpoint, and left-over endpoints stay without.
 */
final class Pairing {
    /** Equally close ones in an order that is the same on both servers, so that both join the same pairs. */
    private static final Comparator<Pair> CLOSEST_FIRST = Comparator.comparingInt(Pair::sharedBits)
            .reversed()
            .thenComparing(Pair::lower)
            .thenComparing(Pair::higher)
            .thenComparingInt(pair -> pair.remote.port());

    private Pairing() {}

    /** For each address, in their order, its endpoint; empty only when there are no endpoints at all. */
    static List<Optional<PeerEndpoint>> pair(List<Ipv4Address> locals, List<PeerEndpoint> remotes) {
        List<Optional<PeerEndpoint>> chosen = new ArrayList<>(Collections.nCopies(locals.size(), Optional.empty()));
        List<Pair> pairs = sorted(locals, remotes);
        List<PeerEndpoint> unused = new ArrayList<>(remotes);
        for (Pair pair : pairs) {
            if (chosen.get(pair.local).isEmpty() && unused.remove(pair.remote)) {
                chosen.set(pair.local, Optional.of(pair.remote));
            }
        }
        for (Pair pair : pairs) {
            if (chosen.get(pair.local).isEmpty()) {
                chosen.set(pair.local, Optional.of(pair.remote));
            }
        }
        return List.copyOf(chosen);
    }

    private static List<Pair> sorted(List<Ipv4Address> locals, List<PeerEndpoint> remotes) {
        List<Pair> pairs = new ArrayList<>();
        for (int local = 0; local < locals.size(); local++) {
            for (PeerEndpoint remote : remotes) {
                pairs.add(new Pair(local, locals.get(local), remote));
            }
        }
        pairs.sort(CLOSEST_FIRST);
        return pairs;
    }

    private record Pair(int local, Ipv4Address address, PeerEndpoint remote) {
        int sharedBits() {
            return Integer.numberOfLeadingZeros(
                    address.bits() ^ remote.address().bits());
        }

        Ipv4Address lower() {
            return address.compareTo(remote.address()) < 0 ? address : remote.address();
        }

        Ipv4Address higher() {
            return address.compareTo(remote.address()) < 0 ? remote.address() : address;
        }
    }
}
