package io.arpfailover.coordinator.console;

import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a cluster's addresses would survive the loss of their holder, and why not.
 *
 * @param because what stands in the way, each a sentence with its remedy where there is one; empty when protected
 */
public record Protection(Level level, List<String> because) {

    /** From bad to good. */
    public enum Level {
        /** Nobody is known to hold the addresses. */
        NO_HOLDER,
        /** They are held, and nobody would take them over. */
        UNPROTECTED,
        /** They would be taken over, but late, or by a server that is not well. */
        LIMITED,
        /** The other server would take them over at once. */
        PROTECTED
    }

    public Protection {
        because = List.copyOf(because);
    }

    /** Judges what ZooKeeper knows of a cluster. */
    public static Protection of(ClusterReport cluster) {
        List<String> because = new ArrayList<>();
        Level level = cluster.isHeld() ? held(cluster, because) : notHeld(cluster, because);
        for (String record : cluster.unreadable()) {
            because.add("A record cannot be read: " + record + ".");
            level = worse(level, Level.LIMITED);
        }
        return new Protection(level, because);
    }

    private static Level notHeld(ClusterReport cluster, List<String> because) {
        Tenure tenure = cluster.tenure().tenure();
        because.add(tenure.holder()
                .map(holder ->
                        holder + " held the addresses and has no session at ZooKeeper: it is lost, or cut off from it."
                                + " Look at its agent.")
                .orElse("Nobody holds the addresses yet. Start the agents, and see their status."));
        paused(cluster, because);
        return Level.NO_HOLDER;
    }

    private static Level held(ClusterReport cluster, List<String> because) {
        NodeName holder = cluster.tenure().tenure().holder().orElseThrow();
        Optional<Member> heir = cluster.members().stream()
                .filter(member -> !member.node().equals(holder))
                .findFirst();
        Level level = paused(cluster, because) ? Level.UNPROTECTED : Level.PROTECTED;
        level = worse(level, holder(cluster, holder, because));
        return worse(level, heir.map(member -> heir(cluster, member, because)).orElseGet(() -> {
            because.add("No second server is registered. Start its agent.");
            return Level.UNPROTECTED;
        }));
    }

    private static boolean paused(ClusterReport cluster, List<String> because) {
        cluster.intent()
                .pausedBy()
                .ifPresent(by -> because.add(
                        "Paused by " + by + ": nothing moves by itself, not even away from a lost server."));
        return cluster.intent().isPaused();
    }

    private static Level holder(ClusterReport cluster, NodeName node, List<String> because) {
        Level level = Level.PROTECTED;
        if (cluster.intent().isInMaintenance(node)) {
            because.add(node + " is in maintenance and holds still, because nobody took over.");
            level = Level.LIMITED;
        }
        Optional<Member> unfit = cluster.members().stream()
                .filter(member -> member.node().equals(node) && !member.fit())
                .findFirst();
        unfit.ifPresent(member -> because.add(node + ", which holds, is not fit: " + member.unfitBecause() + "."));
        return unfit.isPresent() ? Level.LIMITED : level;
    }

    private static Level heir(ClusterReport cluster, Member heir, List<String> because) {
        if (cluster.intent().isInMaintenance(heir.node())) {
            because.add(heir.node() + " is in maintenance and takes nothing over. End that when the work is done.");
            return Level.UNPROTECTED;
        }
        Level level = Level.PROTECTED;
        if (!heir.fit()) {
            because.add(heir.node() + " is not fit: " + heir.unfitBecause()
                    + ". It takes over only when the holder is lost," + " and not at all without a carrier.");
            level = Level.LIMITED;
        }
        if (cluster.tenure().tenure().mode() == Mode.SOLO) {
            because.add(
                    "The two servers are not paired: a takeover waits for the end of the ZooKeeper session, which takes"
                            + " seconds. "
                            + (hasPeers(cluster) ? "Are their peer ports reachable?" : "Give both a peer section."));
            level = worse(level, Level.LIMITED);
        }
        return level;
    }

    private static boolean hasPeers(ClusterReport cluster) {
        return cluster.members().stream()
                .noneMatch(member -> member.peerEndpoints().isEmpty());
    }

    private static Level worse(Level a, Level b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
