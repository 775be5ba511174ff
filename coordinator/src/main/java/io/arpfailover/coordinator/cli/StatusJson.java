package io.arpfailover.coordinator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import java.util.List;

/** The clusters as JSON for programs: {@code {"clusters": [...]}}. */
final class StatusJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusJson() {}

    static String of(List<ClusterReport> clusters) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode list = root.putArray("clusters");
        clusters.forEach(cluster -> list.add(cluster(cluster)));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + System.lineSeparator();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers was not written", e);
        }
    }

    private static ObjectNode cluster(ClusterReport cluster) {
        Tenure tenure = cluster.tenure().tenure();
        ObjectNode json = JSON.createObjectNode()
                .put("cluster", cluster.name().text())
                .put("held", cluster.isHeld())
                .put("holder", tenure.holder().map(node -> node.text()).orElse(null))
                .put("epoch", tenure.epoch())
                .put("mode", tenure.mode().name())
                .put("sinceEpochMillis", tenure.sinceEpochMillis())
                .put("why", tenure.why());
        ArrayNode members = json.putArray("members");
        cluster.members().forEach(member -> members.add(member(member)));
        json.put("pausedBy", cluster.intent().pausedBy().orElse(null));
        ArrayNode maintenance = json.putArray("maintenance");
        cluster.intent().maintenance().forEach(node -> maintenance.add(node.text()));
        cluster.intent()
                .switchover()
                .ifPresent(switchover -> json.putObject("switchover")
                        .put("id", switchover.id())
                        .put("to", switchover.to().text())
                        .put("by", switchover.by())
                        .put("force", switchover.force())
                        .put("outcome", switchover.outcome().name())
                        .put("reason", switchover.reason()));
        ArrayNode history = json.putArray("history");
        cluster.history().forEach(move -> history.add(move(move)));
        ArrayNode unreadable = json.putArray("unreadable");
        cluster.unreadable().forEach(unreadable::add);
        return json;
    }

    private static ObjectNode member(Member member) {
        ObjectNode json = JSON.createObjectNode()
                .put("node", member.node().text())
                .put("host", member.host())
                .put("version", member.version())
                .put("interface", member.networkInterface())
                .put("promiseMillis", member.promise().toMillis())
                .put("restartMillis", member.restart().toMillis())
                .put("fit", member.fit())
                .put("unfitBecause", member.unfitBecause());
        ArrayNode addresses = json.putArray("addresses");
        member.addresses().forEach(addresses::add);
        ArrayNode endpoints = json.putArray("peerEndpoints");
        member.peerEndpoints().forEach(endpoints::add);
        return json;
    }

    private static ObjectNode move(Move move) {
        ObjectNode json = JSON.createObjectNode()
                .put("epoch", move.epoch())
                .put("to", move.to().text())
                .put("from", move.from().map(node -> node.text()).orElse(null))
                .put("why", move.why())
                .put("atEpochMillis", move.atEpochMillis());
        ObjectNode phases = json.putObject("phaseMicros");
        move.phaseMicros().forEach(phases::put);
        return json;
    }
}
