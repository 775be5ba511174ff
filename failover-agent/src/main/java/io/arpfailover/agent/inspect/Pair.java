package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.Optional;
import java.util.Set;

/**
 * The two servers that share addresses, and which of them holds those, as the tenure says.
 *
 * @param shared the shared addresses
 * @param own every MAC address of this server
 * @param peer every MAC address of the other; one that is also ours counts as ours
 * @param holder who may use the addresses; empty when nobody may, or it is not known
 * @param since since when that is so
 */
public record Pair(
        Set<Ipv4Address> shared,
        Set<MacAddress> own,
        Set<MacAddress> peer,
        Optional<Member> holder,
        MonotonicTime since) {
    /** No shared addresses. */
    public static final Pair NONE =
            new Pair(Set.of(), Set.of(), Set.of(), Optional.empty(), new MonotonicTime(Long.MIN_VALUE));

    public Pair {
        shared = Set.copyOf(shared);
        own = Set.copyOf(own);
        peer = Set.copyOf(peer);
    }

    /** The same with another holder from {@code now} on. */
    public Pair heldBy(Member other, MonotonicTime now) {
        return new Pair(shared, own, peer, Optional.of(other), now);
    }
}
