package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The clusters as a table for people. */
final class StatusTable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private StatusTable() {}

    static String of(List<ClusterReport> clusters) {
        if (clusters.isEmpty()) {
            return "no clusters yet: start a failover-agent on each of two servers" + System.lineSeparator();
        }
        return row("CLUSTER", "HOLDER", "EPOCH", "MODE", "SINCE", "MEMBERS")
                + clusters.stream().map(StatusTable::row).collect(Collectors.joining());
    }

    private static String row(ClusterReport cluster) {
        Tenure tenure = cluster.tenure().tenure();
        String row = row(
                cluster.name().text(),
                holder(cluster),
                Long.toString(tenure.epoch()),
                tenure.mode().name(),
                tenure.holder().isEmpty() ? "-" : time(tenure.sinceEpochMillis()),
                cluster.members().stream().map(StatusTable::member).collect(Collectors.joining(", ")));
        return row
                + wanted(cluster.intent())
                + cluster.unreadable().stream()
                        .map(line -> "  unreadable: " + line + System.lineSeparator())
                        .collect(Collectors.joining());
    }

    private static String wanted(Intent intent) {
        String paused = intent.pausedBy()
                .map(by -> "  paused by " + by + ": nothing moves by itself" + System.lineSeparator())
                .orElse("");
        String nodes = intent.maintenance().stream().map(NodeName::text).collect(Collectors.joining(", "));
        return paused + (nodes.isEmpty() ? "" : "  in maintenance: " + nodes + System.lineSeparator());
    }

    private static String holder(ClusterReport cluster) {
        String name =
                cluster.tenure().tenure().holder().map(node -> node.text()).orElse("nobody");
        return cluster.isHeld() || cluster.tenure().tenure().holder().isEmpty() ? name : name + " (gone)";
    }

    private static String member(Member member) {
        return member.node() + (member.fit() ? " (fit)" : " (unfit: " + member.unfitBecause() + ")");
    }

    private static String time(long epochMillis) {
        return TIME.format(Instant.ofEpochMilli(epochMillis).atZone(ZoneId.systemDefault()));
    }

    private static String row(Object... columns) {
        return String.format(Locale.ROOT, "%-16s %-20s %6s %-7s %-20s %s%n", columns);
    }
}
