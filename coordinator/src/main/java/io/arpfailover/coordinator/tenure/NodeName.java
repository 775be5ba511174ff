package io.arpfailover.coordinator.tenure;

import java.util.regex.Pattern;

/**
 * The name of one member of a cluster, unique within it.
 *
 * @param text 1 to 63 characters: lower-case letters, digits, dots and hyphens; a letter or digit first
 */
public record NodeName(String text) implements Comparable<NodeName> {
    /** What a whole name looks like. */
    public static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");

    public NodeName {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a node name: '" + text
                    + "' (1 to 63 lower-case letters, digits, dots or hyphens, a letter or digit first)");
        }
    }

    @Override
    public int compareTo(NodeName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
