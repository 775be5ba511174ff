package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.Ipv4Address;
import java.util.Optional;
import java.util.function.Predicate;

/** Neighbours in the order in which they were put in; one is in one list at most. The links are in the neighbours. */
final class AgeList {
    /** Closes the ring: newer than the newest and older than the oldest. */
    private final Neighbor ring = new Neighbor(Ipv4Address.ANY);

    /** Takes it out of the list it is in, whichever that is. */
    static void takeOut(Neighbor neighbor) {
        neighbor.older.newer = neighbor.newer;
        neighbor.newer.older = neighbor.older;
        neighbor.older = neighbor;
        neighbor.newer = neighbor;
    }

    /** Puts it behind all others, out of whatever list it was in. */
    void putNewest(Neighbor neighbor) {
        takeOut(neighbor);
        neighbor.older = ring.older;
        neighbor.newer = ring;
        ring.older.newer = neighbor;
        ring.older = neighbor;
    }

    /** The first that meets the condition among the {@code most} oldest. */
    Optional<Neighbor> oldest(Predicate<Neighbor> condition, int most) {
        Neighbor at = ring.newer;
        for (int seen = 0; seen < most && at != ring; seen++) {
            if (condition.test(at)) {
                return Optional.of(at);
            }
            at = at.newer;
        }
        return Optional.empty();
    }
}
