package io.arpfailover.coordinator.zookeeper;

import com.fasterxml.jackson.databind.JsonNode;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of one JSON object, read strictly: a missing or mistyped one throws {@link IllegalArgumentException}. */
record Fields(JsonNode object) {
    Fields {
        if (!object.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
    }

    String text(String name) {
        return textOf(name, required(name));
    }

    Optional<String> optionalText(String name) {
        return optional(name).map(value -> textOf(name, value));
    }

    NodeName nodeName(String name) {
        return new NodeName(text(name));
    }

    Optional<NodeName> optionalNodeName(String name) {
        return optionalText(name).map(NodeName::new);
    }

    long number(String name) {
        return numberOf(name, required(name));
    }

    Optional<Long> optionalNumber(String name) {
        return optional(name).map(value -> numberOf(name, value));
    }

    boolean flag(String name) {
        return flagOf(name, required(name));
    }

    /** An absent one is false. */
    boolean optionalFlag(String name) {
        return optional(name).map(value -> flagOf(name, value)).orElse(false);
    }

    <E extends Enum<E>> E word(String name, Class<E> words) {
        return Enum.valueOf(words, text(name));
    }

    List<String> texts(String name) {
        return textsOf(name, required(name));
    }

    /** An absent list is empty. */
    List<String> optionalTexts(String name) {
        return optional(name).map(value -> textsOf(name, value)).orElse(List.of());
    }

    Map<String, Long> numbers(String name) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        new Fields(required(name))
                .object()
                .properties()
                .forEach(entry -> numbers.put(entry.getKey(), numberOf(entry.getKey(), entry.getValue())));
        return numbers;
    }

    /** The objects that are the fields of an object, by name. */
    Map<String, Fields> objects(String name) {
        Map<String, Fields> objects = new LinkedHashMap<>();
        new Fields(required(name))
                .object()
                .properties()
                .forEach(entry -> objects.put(entry.getKey(), new Fields(entry.getValue())));
        return objects;
    }

    Optional<Fields> optionalObject(String name) {
        return optional(name).map(Fields::new);
    }

    private JsonNode required(String name) {
        return optional(name).orElseThrow(() -> new IllegalArgumentException("field '" + name + "' is missing"));
    }

    private Optional<JsonNode> optional(String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    private static String textOf(String name, JsonNode value) {
        check(value.isTextual(), name, "a text");
        return value.textValue();
    }

    private static List<String> textsOf(String name, JsonNode value) {
        check(value.isArray(), name, "a list");
        List<String> texts = new ArrayList<>();
        value.forEach(element -> texts.add(textOf(name, element)));
        return texts;
    }

    private static boolean flagOf(String name, JsonNode value) {
        check(value.isBoolean(), name, "true or false");
        return value.booleanValue();
    }

    private static long numberOf(String name, JsonNode value) {
        check(value.isIntegralNumber() && value.canConvertToLong(), name, "a whole number");
        return value.longValue();
    }

    private static void check(boolean holds, String name, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("field '" + name + "' is not " + expected);
        }
    }
}
