package io.arpfailover.coordinator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arpfailover.coordinator.console.ClusterJson;
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
        ObjectNode json = ClusterJson.of(cluster);
        json.set("history", ClusterJson.history(cluster.history()));
        return json;
    }
}
