package io.arpfailover.coordinator.tenure;

import java.util.regex.Pattern;

/**
 * The name of a pair of servers and the addresses they share.
 *
 * @param text 1 to 32 characters: lower-case letters, digits and hyphens; a letter first. It becomes part of a
 *     ZooKeeper path and of an nftables table name.
 */
public record ClusterName(String text) {
    /** What a whole name looks like. */
    public static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public ClusterName {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a cluster name: '" + text
                    + "' (1 to 32 lower-case letters, digits or hyphens, a letter first)");
        }
    }

    /** Whether this could be the name of a cluster. */
    public static boolean isValid(String text) {
        return SHAPE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
