package io.arpfailover.coordinator.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A cluster as JSON, for the console's page and for programs. Others wrote the texts: each is clipped to {@value #LONGEST}
 * characters and each list to {@value #MOST} entries, and nothing else of them is trusted.
 */
public final class ClusterJson {
    static final int LONGEST = 500;
    static final int MOST = 2000;

    private ClusterJson() {}

    /** All but the history. */
    public static ObjectNode of(ClusterReport cluster) {
        Tenure tenure = cluster.tenure().tenure();
        Protection protection = Protection.of(cluster);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("cluster", cluster.name().text())
                .put("held", cluster.isHeld())
                .put("holder", text(tenure.holder()))
                .put("heir", text(tenure.heir()))
                .put("epoch", tenure.epoch())
                .put("mode", tenure.mode().name())
                .put("sinceEpochMillis", tenure.sinceEpochMillis())
                .put("why", clipped(tenure.why()))
                .put("protection", protection.level().name());
        putAll(json.putArray("because"), protection.because());
        ArrayNode members = json.putArray("members");
        cluster.members().forEach(member -> members.add(member(member)));
        put(json, cluster.intent());
        putAll(json.putArray("unreadable"), cluster.unreadable());
        return json;
    }

    /** Moves, oldest first. */
    public static ArrayNode history(List<Move> moves) {
        ArrayNode history = JsonNodeFactory.instance.arrayNode();
        moves.forEach(move -> history.add(move(move)));
        return history;
    }

    static String clipped(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static String text(Optional<NodeName> node) {
        return node.map(NodeName::text).orElse(null);
    }

    private static void put(ObjectNode json, Intent intent) {
        json.put("pausedBy", intent.pausedBy().map(ClusterJson::clipped).orElse(null));
        putAll(
                json.putArray("maintenance"),
                intent.maintenance().stream().map(NodeName::text).toList());
        intent.switchover()
                .ifPresent(switchover -> json.putObject("switchover")
                        .put("id", clipped(switchover.id()))
                        .put("to", switchover.to().text())
                        .put("by", clipped(switchover.by()))
                        .put("force", switchover.force())
                        .put("outcome", switchover.outcome().name())
                        .put("reason", clipped(switchover.reason())));
    }

    private static ObjectNode member(Member member) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("node", member.node().text())
                .put("host", clipped(member.host()))
                .put("version", clipped(member.version()))
                .put("interface", clipped(member.networkInterface()))
                .put("promiseMillis", member.promise().toMillis())
                .put("restartMillis", member.restart().toMillis())
                .put("fit", member.fit())
                .put("unfitBecause", clipped(member.unfitBecause()));
        putAll(json.putArray("addresses"), member.addresses());
        putAll(json.putArray("macs"), member.macs());
        putAll(json.putArray("peerEndpoints"), member.peerEndpoints());
        return json;
    }

    private static ObjectNode move(Move move) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("epoch", move.epoch())
                .put("to", move.to().text())
                .put("from", text(move.from()))
                .put("why", clipped(move.why()))
                .put("atEpochMillis", move.atEpochMillis());
        ObjectNode phases = json.putObject("phaseMicros");
        move.phaseMicros().entrySet().stream()
                .limit(MOST)
                .forEach(phase -> phases.put(clipped(phase.getKey()), phase.getValue()));
        return json;
    }

    private static void putAll(ArrayNode array, Collection<String> texts) {
        texts.stream().limit(MOST).map(ClusterJson::clipped).forEach(array::add);
    }
}
