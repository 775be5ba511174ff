package io.arpfailover.agent.hook;

import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.List;

/** What a program is told that is the same for every event. */
record Place(ClusterName cluster, NodeName node, List<Ipv4Prefix> addresses, String networkInterface) {
    Place {
        addresses = List.copyOf(addresses);
    }
}
