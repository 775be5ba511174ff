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
 * @param membersKnown whether the MAC addresses were ever read; before that nobody's claim can be judged
 * @param holder who may use the addresses; empty when nobody may, or it is not known now
 * @param since since when that is so
 */
public record Pair(
        Set<Ipv4Address> shared,
        Set<MacAddress> own,
        Set<MacAddress> peer,
        boolean membersKnown,
        Optional<Member> holder,
        MonotonicTime since) {
    /** No shared addresses. */
    public static final Pair NONE = unknown(Set.of());

    public Pair {
        shared = Set.copyOf(shared);
        own = Set.copyOf(own);
        peer = Set.copyOf(peer);
    }

    /** The members are not read yet. */
    public static Pair unknown(Set<Ipv4Address> shared) {
        return new Pair(shared, Set.of(), Set.of(), false, Optional.empty(), new MonotonicTime(Long.MIN_VALUE));
    }

    /** The same with another holder from {@code now} on. */
    public Pair heldBy(Member other, MonotonicTime now) {
        return new Pair(shared, own, peer, membersKnown, Optional.of(other), now);
    }
}
