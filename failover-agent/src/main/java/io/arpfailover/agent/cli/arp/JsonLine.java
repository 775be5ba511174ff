package io.arpfailover.agent.cli.arp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** One JSON object on one line, its fields in the order in which they were given. Absent values leave no field. */
final class JsonLine {
    private final ObjectNode node = new ObjectMapper().createObjectNode();

    /** A value that has a text, such as an address. */
    JsonLine with(String field, Object value) {
        node.put(field, value.toString());
        return this;
    }

    JsonLine with(String field, long value) {
        node.put(field, value);
        return this;
    }

    JsonLine with(String field, double value) {
        node.put(field, value);
        return this;
    }

    JsonLine with(String field, boolean value) {
        node.put(field, value);
        return this;
    }

    JsonLine with(String field, Optional<?> value) {
        value.ifPresent(present -> with(field, present));
        return this;
    }

    JsonLine with(String field, List<?> values) {
        var array = node.putArray(field);
        values.forEach(value -> array.add(value.toString()));
        return this;
    }

    @Override
    public String toString() {
        return node.toString();
    }
}
