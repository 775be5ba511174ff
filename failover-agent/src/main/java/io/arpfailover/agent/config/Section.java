package io.arpfailover.agent.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of the file, read key by key; what is wrong is added to the findings and reading goes on.
 *
 * <p>A value that cannot be had comes back empty, and then the findings are not clean.
 */
final class Section {
    /** Whose keys it holds: the same for all items of a list. */
    private final String path;
    /** Which one it is, for its positions: {@code health.checks[0]}. */
    private final String place;

    private final Position start;
    private final Findings findings;
    /** False when the section itself was refused: its missing keys are then no news. */
    private final boolean readable;

    private final Map<String, Node> nodes = new HashMap<>();

    private Section(String path, String place, Position start, Findings findings, boolean readable) {
        this.path = path;
        this.place = place;
        this.start = start;
        this.findings = findings;
        this.readable = readable;
    }

    /** The whole document. */
    static Section root(Node document, Findings findings) {
        return of(document, "", "", "the file must consist of lines such as 'cluster: web'", findings);
    }

    /** A section within this one; when it is not written, an empty one. */
    Section section(Key key) {
        Node node = nodes.get(key.leaf());
        if (node == null) {
            return new Section(key.path(), place(key), start, findings, readable);
        }
        located(place(key), node);
        return of(node, key.path(), place(key), "write its keys below it, indented by two spaces", findings);
    }

    /** The items of a list of sections, in the order of the file; none when it is not written. */
    List<Section> sections(Key key) {
        Node node = nodes.get(key.leaf());
        if (node == null) {
            return List.of();
        }
        located(place(key), node);
        if (!(node instanceof SequenceNode sequence)) {
            refuse(key, "is not a list; write '" + key.leaf() + ": [" + key.text() + "]'");
            return List.of();
        }
        List<Section> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            String at = place(key) + "[" + items.size() + "]";
            located(at, item);
            items.add(of(item, key.path(), at, "write it as " + key.text(), findings));
        }
        return items;
    }

    /** Whether the key is written here, well or not. */
    boolean has(Key key) {
        return nodes.containsKey(key.leaf());
    }

    /** The section as a whole cannot be used; no news when that was said already. */
    void refuse(String message) {
        if (readable) {
            findings.problem(start, path, message);
        }
    }

    /** What is written for this key cannot be used. */
    void refuse(Key key, String message) {
        findings.problem(Position.of(nodes.get(key.leaf()).getStartMark()), key.path(), message);
    }

    /** Whether it is written here as a single value. */
    boolean isSingle(Key key) {
        return nodes.get(key.leaf()) instanceof ScalarNode;
    }

    /** A key that is not always required, and is now. */
    void missing(Key key) {
        missing(key, key.text());
    }

    /** A single value, or its default. */
    <T> Optional<T> value(Key key, Scalar<T> kind) {
        findings.asked(key, kind);
        Node node = nodes.get(key.leaf());
        if (node == null) {
            return absent(key, kind);
        }
        located(place(key), node);
        return scalar(node, key, kind);
    }

    /**
     * A list of single values, at least one, each in the place it has in the file; those that are wrong are empty. No
     * values when the key is optional and not written.
     */
    <T> List<Optional<T>> list(Key key, Scalar<T> kind) {
        findings.asked(key, kind);
        Node node = nodes.get(key.leaf());
        if (node == null) {
            if (key.presence() != Key.Presence.OPTIONAL) {
                missing(key, "[" + key.text() + "]");
            }
            return List.of();
        }
        located(place(key), node);
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            refuse(
                    key,
                    (node instanceof SequenceNode ? "is an empty list" : "is not a list") + "; write "
                            + line(key, "[" + key.text() + "]"));
            return List.of();
        }
        return items(sequence, key, kind);
    }

    private <T> List<Optional<T>> items(SequenceNode sequence, Key key, Scalar<T> kind) {
        List<Optional<T>> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            located(place(key) + "[" + items.size() + "]", item);
            items.add(scalar(item, key, kind));
        }
        return items;
    }

    private <T> Optional<T> scalar(Node node, Key key, Scalar<T> kind) {
        String remedy = "; write it as " + key.text();
        String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        Optional<T> value = node instanceof ScalarNode ? kind.parse(text) : Optional.empty();
        if (value.isEmpty()) {
            String what = !(node instanceof ScalarNode)
                    ? "is not a single value"
                    : node.getTag().equals(Tag.NULL)
                            ? "has no value"
                            : "'" + printable(text) + "' is not " + kind.what();
            findings.problem(Position.of(node.getStartMark()), key.path(), what + remedy);
        }
        return value;
    }

    private <T> Optional<T> absent(Key key, Scalar<T> kind) {
        return switch (key.presence()) {
            case REQUIRED -> {
                missing(key, key.text());
                yield Optional.empty();
            }
            case OPTIONAL -> Optional.empty();
            case DEFAULT -> kind.parse(key.text());
            case SECTION, SECTIONS -> throw new IllegalArgumentException(key + " is a section");
        };
    }

    private void missing(Key key, String example) {
        if (readable) {
            findings.problem(start, key.path(), "is missing; add " + line(key, example));
        }
    }

    private static String line(Key key, String example) {
        String line = "'" + key.leaf() + ": " + example + "'";
        return key.section().isEmpty() ? line : line + " under '" + key.section() + ":'";
    }

    private static Section of(Node node, String path, String place, String remedy, Findings findings) {
        Position start = Position.of(node.getStartMark());
        if (!(node instanceof MappingNode mapping)) {
            findings.problem(start, path, "has no keys; " + remedy);
            return new Section(path, place, start, findings, false);
        }
        Section section = new Section(path, place, start, findings, true);
        mapping.getValue().forEach(section::take);
        return section;
    }

    private void take(NodeTuple entry) {
        Position position = Position.of(entry.getKeyNode().getStartMark());
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            findings.problem(position, path, "a key must be a single word; known here: " + KeyAdvice.known(path));
            return;
        }
        String name = key.getValue();
        if (Key.in(path).stream().noneMatch(known -> known.leaf().equals(name))) {
            findings.problem(
                    position, inside(printable(name)), "is not a known key; " + KeyAdvice.onUnknown(path, name));
        } else if (nodes.putIfAbsent(name, entry.getValueNode()) != null) {
            findings.problem(position, inside(name), "is written twice; remove one of the two");
        }
    }

    private String place(Key key) {
        return place.isEmpty() ? key.leaf() : place + "." + key.leaf();
    }

    private void located(String where, Node node) {
        findings.located(where, Position.of(node.getStartMark()));
    }

    private String inside(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** A problem is one line of bounded length, whatever the file holds. */
    private static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 64 ? line : line.substring(0, 64) + "...";
    }
}
