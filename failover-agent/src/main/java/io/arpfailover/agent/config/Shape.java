package io.arpfailover.agent.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a JSON Schema can say about a kind of single value: never less than its parser takes, and sometimes more.
 *
 * @param keywords of JSON Schema (draft 7), such as {@code type} and {@code pattern}
 */
record Shape(Map<String, Object> keywords) {

    Shape {
        keywords = Collections.unmodifiableMap(new TreeMap<>(keywords)); // The same text from every run.
    }

    /** A text that matches as a whole. The expression must mean the same to Java and to ECMA-262. */
    static Shape text(Pattern whole) {
        return new Shape(Map.of("type", "string", "pattern", "^(?:" + whole.pattern() + ")$"));
    }

    /** A whole number. */
    static Shape number(int least, int most) {
        return new Shape(Map.of("type", "integer", "minimum", least, "maximum", most));
    }

    /** One of these words. */
    static Shape word(List<String> words) {
        return new Shape(Map.of("type", "string", "enum", List.copyOf(words)));
    }

    /** This, or that. */
    Shape or(Shape other) {
        return new Shape(Map.of("anyOf", List.of(keywords, other.keywords)));
    }
}
