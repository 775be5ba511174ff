package io.arpfailover.coordinator.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP answer, all text. */
record Reply(int status, String type, Map<String, String> headers, String body) {
    static final String JSON = "application/json; charset=utf-8";

    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply json(int status, JsonNode body) {
        return new Reply(status, JSON, Map.of("Cache-Control", "no-store"), body.toString());
    }

    /** A refusal in one line, in the form that whoever asked can read. */
    static Reply refusal(Request request, int status, String line) {
        return request.isForProgram()
                ? json(status, JsonNodeFactory.instance.objectNode().put("error", line))
                : new Reply(status, "text/plain; charset=utf-8", Map.of("Cache-Control", "no-store"), line + "\n");
    }

    static Reply seeOther(String path) {
        return new Reply(303, "text/plain; charset=utf-8", Map.of("Location", path, "Cache-Control", "no-store"), "");
    }

    Reply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, type, more, body);
    }
}
