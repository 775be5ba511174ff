package io.arpfailover.coordinator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arpfailover.coordinator.binding.Binding;
import io.arpfailover.coordinator.tenure.ClusterName;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Bindings as text: a table for people, JSON for programs. */
final class BindingsText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BindingsText() {}

    static String table(List<Binding> bindings) {
        if (bindings.isEmpty()) {
            return "no bindings: write them with put or import" + System.lineSeparator();
        }
        return row("ADDRESS", "MAC", "EPOCH", "VERSION", "BY", "COMMENT")
                + bindings.stream().map(BindingsText::row).collect(Collectors.joining());
    }

    private static String row(Binding binding) {
        return row(
                binding.address(),
                binding.mac(),
                binding.epoch(),
                binding.version(),
                binding.source(),
                binding.comment());
    }

    private static String row(Object... columns) {
        return String.format(Locale.ROOT, "%-15s %-17s %6s %7s %-20s %s", columns)
                        .stripTrailing()
                + System.lineSeparator();
    }

    /** {@code {"cluster": …, "bindings": [...]}}. */
    static String json(ClusterName cluster, List<Binding> bindings) {
        ObjectNode root = JSON.createObjectNode().put("cluster", cluster.text());
        ArrayNode list = root.putArray("bindings");
        bindings.forEach(binding -> list.addObject()
                .put("address", binding.address().toString())
                .put("mac", binding.mac().toString())
                .put("epoch", binding.epoch())
                .put("version", binding.version())
                .put("by", binding.source())
                .put("comment", binding.comment()));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + System.lineSeparator();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers was not written", e);
        }
    }
}
