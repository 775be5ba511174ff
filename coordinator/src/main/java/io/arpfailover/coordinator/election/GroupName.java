package io.arpfailover.coordinator.election;

import java.util.regex.Pattern;

/**
 * The name of the candidates that take turns.
 *
 * @param text 1 to 32 characters: lower-case letters, digits and hyphens; a letter first. It becomes part of a ZooKeeper
 *     path.
 */
public record GroupName(String text) {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public GroupName {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a group's name: '" + text
                    + "' (1 to 32 lower-case letters, digits or hyphens, a letter first)");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
