package io.arpfailover.agent.peer;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;

/**
 * A message with everything that says from whom, to whom and which: the contents of one datagram.
 *
 * @param cluster that both belong to
 * @param sender the sender's name
 * @param from the sender's incarnation
 * @param to the addressee's incarnation
 * @param counter grows with every datagram of an incarnation, whatever its path
 * @param destination the socket it is sent to, so that it cannot be played again on another path
 */
public record PeerDatagram(
        ClusterName cluster,
        NodeName sender,
        Incarnation from,
        Incarnation to,
        long counter,
        PeerEndpoint destination,
        PeerMessage message) {}
