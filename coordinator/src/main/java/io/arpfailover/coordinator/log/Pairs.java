package io.arpfailover.coordinator.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code key=value} pairs of a message; a value with spaces stands in quotes. */
final class Pairs {
    /** Possessive, so that no message costs more than its length. */
    private static final Pattern PAIR =
            Pattern.compile("(?<=^|\\s)([A-Za-z][A-Za-z0-9_.-]*+)=(?!=)(?:\"([^\"]*+)\"|(\\S*+))");

    /** The line's own. */
    private static final Set<String> TAKEN = Set.of("time", "level", "logger", "message", "stack");

    private Pairs() {}

    /** In the order of the message; of two with one key the first. */
    static Map<String, String> of(String message) {
        Map<String, String> pairs = new LinkedHashMap<>();
        Matcher pair = PAIR.matcher(message);
        while (pair.find()) {
            String key = TAKEN.contains(pair.group(1)) ? pair.group(1) + "_" : pair.group(1);
            pairs.putIfAbsent(key, pair.group(2) == null ? pair.group(3) : pair.group(2));
        }
        return pairs;
    }
}
