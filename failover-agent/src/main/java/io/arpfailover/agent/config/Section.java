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
    private final String path;
    private final Position start;
    private final Findings findings;
    /** False when the section itself was refused: its missing keys are then no news. */
    private final boolean readable;

    private final Map<String, Node> nodes = new HashMap<>();

    private Section(String path, Position start, Findings findings, boolean readable) {
        this.path = path;
        this.start = start;
        this.findings = findings;
        this.readable = readable;
    }

    /** The whole document. */
    static Section root(Node document, Findings findings) {
        return of(document, "", "the file must consist of lines such as 'cluster: web'", findings);
    }

    /** A section within this one; when it is not written, an empty one. */
    Section section(Key key) {
        Node node = nodes.get(key.leaf());
        if (node == null) {
            return new Section(key.path(), start, findings, readable);
        }
        findings.located(key.path(), Position.of(node.getStartMark()));
        return of(node, key.path(), "write its keys below it, indented by two spaces", findings);
    }

    /** A single value, or its default. */
    <T> Optional<T> value(Key key, Scalar<T> kind) {
        Node node = nodes.get(key.leaf());
        if (node == null) {
            return absent(key, kind);
        }
        Position position = Position.of(node.getStartMark());
        findings.located(key.path(), position);
        return scalar(node, key, kind);
    }

    /** A list of single values, at least one, each in the place it has in the file; those that are wrong are empty. */
    <T> List<Optional<T>> list(Key key, Scalar<T> kind) {
        Node node = nodes.get(key.leaf());
        if (node == null) {
            missing(key, "[" + key.text() + "]");
            return List.of();
        }
        Position position = Position.of(node.getStartMark());
        findings.located(key.path(), position);
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            findings.problem(
                    position,
                    key.path(),
                    (node instanceof SequenceNode ? "is an empty list" : "is not a list") + "; write "
                            + line(key, "[" + key.text() + "]"));
            return List.of();
        }
        return items(sequence, key, kind);
    }

    private <T> List<Optional<T>> items(SequenceNode sequence, Key key, Scalar<T> kind) {
        List<Optional<T>> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            findings.located(key.item(items.size()), Position.of(item.getStartMark()));
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
            case SECTION -> throw new IllegalArgumentException(key + " is a section");
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

    private static Section of(Node node, String path, String remedy, Findings findings) {
        Position start = Position.of(node.getStartMark());
        if (!(node instanceof MappingNode mapping)) {
            findings.problem(start, path, "has no keys; " + remedy);
            return new Section(path, start, findings, false);
        }
        Section section = new Section(path, start, findings, true);
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

    private String inside(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** A problem is one line of bounded length, whatever the file holds. */
    private static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 64 ? line : line.substring(0, 64) + "...";
    }
}
