package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.List;
import java.util.Locale;

/** The nodes of one cluster. */
record ClusterPaths(ClusterName cluster) {
    static final String ROOT = "/arp-failover";
    static final String CLUSTERS = ROOT + "/clusters";

    String base() {
        return CLUSTERS + "/" + cluster;
    }

    String tenure() {
        return base() + "/tenure";
    }

    String members() {
        return base() + "/members";
    }

    String member(NodeName node) {
        return members() + "/" + node;
    }

    String refused() {
        return base() + "/refused";
    }

    String refused(NodeName node) {
        return refused() + "/" + node;
    }

    String intent() {
        return base() + "/intent";
    }

    String history() {
        return base() + "/history";
    }

    /** The digits make the order of the names the order of the epochs. */
    String history(long epoch) {
        return history() + "/" + String.format(Locale.ROOT, "%019d", epoch);
    }

    String bindings() {
        return base() + "/bindings";
    }

    /** All nodes without a record of their own, parents first. */
    List<String> parents() {
        return List.of(ROOT, CLUSTERS, base(), members(), refused(), history(), bindings());
    }
}
