package io.arpfailover.agent.config;

import io.arpfailover.agent.config.Key.Presence;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;

/**
 * What an editor can know of {@code agent.yaml}, as JSON Schema: the keys, their meanings, defaults and shapes.
 *
 * <p>It takes every file that the agent takes, provided that numbers and words are not put in quotes the other way round.
 * What one value means for another it does not know ({@code config check} does).
 *
 * <p>Made by reading: the reader is given specimens, and what it asks for is what the schema says. So there is no second
 * list of what belongs to which key. Draft 7, the newest that editors' YAML servers know in full.
 */
public final class ConfigurationSchema {
    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

    private final Map<Key, Scalar<?>> asked;
    /** The fields that a file cannot do without. */
    private final Set<String> needed;

    private ConfigurationSchema(Map<Key, Scalar<?>> asked, Set<String> needed) {
        this.asked = asked;
        this.needed = needed;
    }

    /** The schema as a tree of maps, lists, texts and numbers, in the order of the keys. */
    public static Map<String, Object> tree() {
        Map<Key, Scalar<?>> asked =
                new LinkedHashMap<>(read(specimen("", false)).asked());
        asked.putAll(read(specimen("", true)).asked());
        Set<String> needed = read("{}").invalid().problems().stream()
                .map(ConfigProblem::field)
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("$schema", DRAFT);
        tree.put("title", "Configuration of the failover agent");
        tree.putAll(new ConfigurationSchema(asked, needed).section(""));
        return tree;
    }

    private static Findings read(String text) {
        Findings findings = new Findings(Path.of("specimen"));
        Node document = new Yaml().compose(new StringReader(text));
        var unused = new AgentReader(Section.root(document, findings), findings).read();
        return findings;
    }

    /** Every section and one item of every list of sections, all of them empty; or the word that may stand for one. */
    private static String specimen(String section, boolean words) {
        return Key.in(section).stream()
                .filter(key -> key.presence() == Presence.SECTION || key.presence() == Presence.SECTIONS)
                .map(key -> key.leaf() + ": "
                        + (words && isAlsoWord(key)
                                ? key.text()
                                : key.presence() == Presence.SECTIONS
                                        ? "[" + specimen(key.path(), words) + "]"
                                        : specimen(key.path(), words)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static boolean isAlsoWord(Key key) {
        return key.presence() == Presence.SECTION && !key.text().isEmpty();
    }

    private Map<String, Object> section(String path) {
        Map<String, Object> properties = new LinkedHashMap<>();
        Key.in(path).forEach(key -> properties.put(key.leaf(), described(key)));
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("type", "object");
        section.put("additionalProperties", false);
        List<String> required =
                Key.in(path).stream().filter(this::isRequired).map(Key::leaf).toList();
        if (!required.isEmpty()) {
            section.put("required", required);
        }
        section.put("properties", properties);
        if (path.equals(Key.HEALTH_CHECKS.path())) {
            section.put(
                    "oneOf",
                    HealthReader.KINDS.stream()
                            .map(kind -> Map.of("required", List.of(kind.leaf())))
                            .toList());
        }
        return section;
    }

    private boolean isRequired(Key key) {
        return switch (key.presence()) {
            case REQUIRED -> true;
            case SECTION -> needed.stream().anyMatch(field -> field.startsWith(key.path() + "."));
            case OPTIONAL, DEFAULT, SECTIONS -> false;
        };
    }

    private Map<String, Object> described(Key key) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("description", key.meaning());
        switch (key.presence()) {
            case REQUIRED, OPTIONAL -> described.put("examples", List.of(example(key)));
            case DEFAULT -> described.put("default", value(key));
            case SECTION, SECTIONS -> {}
        }
        described.putAll(shape(key));
        return described;
    }

    private Map<String, Object> shape(Key key) {
        return switch (key.presence()) {
            case SECTION ->
                isAlsoWord(key)
                        ? Map.of("anyOf", List.of(asked.get(key).shape().keywords(), section(key.path())))
                        : section(key.path());
            case SECTIONS -> list(section(key.path()), 0);
            case REQUIRED, OPTIONAL, DEFAULT -> key.isList() ? list(single(key), 1) : single(key);
        };
    }

    private static Map<String, Object> list(Map<String, Object> items, int least) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "array");
        list.put("minItems", least);
        list.put("items", items);
        return list;
    }

    private Map<String, Object> single(Key key) {
        return asked.get(key).shape().keywords();
    }

    private static Object example(Key key) {
        return key.isList() ? List.of(value(key)) : value(key);
    }

    private static Object value(Key key) {
        return key.text().matches("\\d+") && !key.isList() ? (Object) Integer.valueOf(key.text()) : key.text();
    }
}
