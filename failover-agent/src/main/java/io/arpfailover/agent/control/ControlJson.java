package io.arpfailover.agent.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.arpfailover.coordinator.tenure.NodeName;
import java.io.IOException;
import java.util.Optional;

/** Requests and answers as lines of JSON, and back. */
public final class ControlJson {
    private static final ObjectMapper MAPPER = mapper();

    private ControlJson() {}

    static String line(ControlRequest request) {
        return write(request);
    }

    static String line(ControlResponse response) {
        return write(response);
    }

    /** Empty when the line is no request. */
    static Optional<ControlRequest> request(String line) {
        return read(line, ControlRequest.class, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** Empty when the line is no answer. Of a newer agent's answer, what is not known here is left out. */
    static Optional<ControlResponse> response(String line) {
        return read(line, ControlResponse.class, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** A value as indented JSON, for programs that read it from the command line. */
    public static String indented(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> Optional<T> read(String line, Class<T> type, DeserializationFeature strictness) {
        try {
            return Optional.ofNullable(MAPPER.readerFor(type).with(strictness).readValue(line));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static ObjectMapper mapper() {
        SimpleModule values = new SimpleModule("values")
                .addSerializer(NodeName.class, ToStringSerializer.instance)
                .addDeserializer(NodeName.class, new NodeNameReader())
                .addSerializer(new OptionalJson.Writer())
                .addDeserializer(Optional.class, new OptionalJson.Reader());
        return JsonMapper.builder()
                .addModule(values)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .withConfigOverride(
                        Optional.class,
                        override -> override.setInclude(
                                JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS)))
                .build();
    }

    /** Reads a node's name; one that is misshapen is no request. */
    private static final class NodeNameReader extends StdScalarDeserializer<NodeName> {
        private static final long serialVersionUID = 1L;

        NodeNameReader() {
            super(NodeName.class);
        }

        @Override
        public NodeName deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getValueAsString("");
            try {
                return new NodeName(text);
            } catch (IllegalArgumentException e) {
                return (NodeName) context.handleWeirdStringValue(NodeName.class, text, "%s", e.getMessage());
            }
        }
    }
}
