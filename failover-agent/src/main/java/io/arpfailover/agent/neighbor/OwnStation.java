package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.util.Optional;
import java.util.Set;

/**
 * Who the resolver is on its link.
 *
 * @param mac its MAC address
 * @param source the sender address of its requests; empty: requests have the form of a probe, from which nobody learns
 * @param answered the addresses it answers for itself. Not the kernel's: those the kernel answers
 */
public record OwnStation(MacAddress mac, Optional<Ipv4Address> source, Set<Ipv4Address> answered) {

    public OwnStation {
        answered = Set.copyOf(answered);
        boolean usable = source.stream().allMatch(Ipv4Address::isUsableAsHost)
                && answered.stream().allMatch(Ipv4Address::isUsableAsHost);
        if (!usable || mac.isGroup() || mac.equals(MacAddress.ZERO)) {
            throw new IllegalArgumentException("a station has a MAC of its own and addresses a host can have");
        }
    }

    /** The same station after its interface was replaced. */
    public OwnStation withMac(MacAddress now) {
        return new OwnStation(now, source, answered);
    }

    boolean isOwn(Ipv4Address address) {
        return answered.contains(address) || source.filter(address::equals).isPresent();
    }

    /** Who has {@code target}? */
    ArpPacket question(Ipv4Address target) {
        return source.map(sender -> ArpPacket.request(mac, sender, target))
                .orElseGet(() -> ArpPacket.probe(mac, target));
    }
}
