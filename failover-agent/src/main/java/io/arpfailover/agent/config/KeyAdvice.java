package io.arpfailover.agent.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What to tell a user who wrote a key that does not exist. */
final class KeyAdvice {
    private static final int LONGEST_COMPARED = 64;

    private KeyAdvice() {}

    static String onUnknown(String section, String written) {
        return nearest(Key.in(section), written)
                .map(key -> "did you mean '" + key.leaf() + "'?")
                .or(() -> elsewhere(written))
                .orElseGet(() -> "remove it, or use one of: " + known(section));
    }

    static String known(String section) {
        return Key.in(section).stream().map(Key::leaf).collect(Collectors.joining(", "));
    }

    private static Optional<String> elsewhere(String written) {
        return Arrays.stream(Key.values())
                .filter(key -> key.leaf().equals(written))
                .findFirst()
                .map(key -> key.section().isEmpty()
                        ? "it belongs at the top of the file, not indented"
                        : "it belongs under '" + key.section() + ":'");
    }

    /** The known key that a slip of the pen explains: a third of its letters at most. */
    private static Optional<Key> nearest(List<Key> known, String written) {
        if (written.length() > LONGEST_COMPARED) {
            return Optional.empty();
        }
        String lower = written.toLowerCase(Locale.ROOT);
        Comparator<Key> byDistance =
                Comparator.comparingInt(key -> distance(key.leaf().toLowerCase(Locale.ROOT), lower));
        return known.stream().min(byDistance).filter(key -> {
            String leaf = key.leaf().toLowerCase(Locale.ROOT);
            return distance(leaf, lower) <= Math.max(1, leaf.length() / 3);
        });
    }

    /** Levenshtein's distance: insertions, deletions and substitutions. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, column -> column);
        for (int row = 1; row <= a.length(); row++) {
            int[] current = new int[b.length() + 1];
            current[0] = row;
            for (int column = 1; column <= b.length(); column++) {
                int substitution = previous[column - 1] + (a.charAt(row - 1) == b.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(substitution, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
