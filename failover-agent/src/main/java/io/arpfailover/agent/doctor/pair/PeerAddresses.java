package io.arpfailover.agent.doctor.pair;

import io.arpfailover.agent.peer.PeerEndpoint;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.Member;
import java.util.List;
import java.util.Optional;

/** The addresses of a member, as it publishes them for its peer. */
final class PeerAddresses {
    private PeerAddresses() {}

    static List<Ipv4Address> of(Optional<Member> member) {
        return member.stream()
                .flatMap(known -> known.peerEndpoints().stream())
                .flatMap(text -> PeerEndpoint.parse(text).stream())
                .map(PeerEndpoint::address)
                .toList();
    }
}
