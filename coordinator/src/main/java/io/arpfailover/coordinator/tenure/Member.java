package io.arpfailover.coordinator.tenure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one member tells the other about itself, in an ephemeral node that lives as long as its session.
 *
 * @param node its name
 * @param incarnation drawn at random at each start of the agent, so that two processes are told apart
 * @param host identifies the machine and its boot: a node of the same name and host is our own earlier run
 * @param version the program's version
 * @param networkInterface the interface that carries the addresses
 * @param macs every MAC address of the machine, lower-case and colon-separated; frames from these come from the pair
 * @param addresses the shared addresses with prefix length, sorted; must be the same on both members
 * @param peerEndpoints where it receives the other's datagrams, each {@code 10.77.0.1:5227}; empty when it has no peer
 *     section, and then there are no promises between the two
 * @param promise T, the length of a promise; must be the same on both members
 * @param restart G, the length of a long promise; must be the same on both members
 * @param fit whether it could hold the addresses now
 * @param unfitBecause why not, in one clause; empty when fit
 * @param readyFor the id of the switchover request for which it has found the addresses free of strangers
 */
public record Member(
        NodeName node,
        String incarnation,
        String host,
        String version,
        String networkInterface,
        List<String> macs,
        List<String> addresses,
        List<String> peerEndpoints,
        Duration promise,
        Duration restart,
        boolean fit,
        String unfitBecause,
        Optional<String> readyFor) {

    public Member {
        macs = List.copyOf(macs);
        addresses = List.copyOf(addresses);
        peerEndpoints = List.copyOf(peerEndpoints);
    }
}
