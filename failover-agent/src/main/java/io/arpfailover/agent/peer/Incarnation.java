package io.arpfailover.agent.peer;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * One run of an agent, from its start to its end: a number drawn at random.
 *
 * @param bits all 64 of them
 */
public record Incarnation(long bits) {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{16}");

    /** Reads 16 lower-case hexadecimal digits; anything else is an {@link IllegalArgumentException}. */
    public static Incarnation parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("not an incarnation: '" + text + "' (16 hexadecimal digits)");
        }
        return new Incarnation(HexFormat.fromHexDigitsToLong(text));
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(bits);
    }
}
