package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The nodes of one cluster. */
record ClusterPaths(ClusterName cluster) {
    static final String ROOT = "/arp-failover";
    static final String CLUSTERS = ROOT + "/clusters";

    private static final Pattern SHARD = Pattern.compile("[0-9a-f]{2}");

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

    /** One shard of the bindings: two hexadecimal digits. */
    String bindings(int shard) {
        return bindings() + "/" + HexFormat.of().toHexDigits((byte) shard);
    }

    /** The number of the shard at a path that {@link #bindings(int)} made; none for others. */
    OptionalInt shard(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return path.equals(bindings() + "/" + name) && SHARD.matcher(name).matches()
                ? OptionalInt.of(HexFormat.fromHexDigits(name))
                : OptionalInt.empty();
    }

    /** All nodes without a record of their own, parents first. */
    List<String> parents() {
        return List.of(ROOT, CLUSTERS, base(), members(), refused(), history(), bindings());
    }
}
