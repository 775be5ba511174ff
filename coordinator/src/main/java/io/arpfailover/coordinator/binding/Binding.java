package io.arpfailover.coordinator.binding;

import java.util.regex.Pattern;

/**
 * A known pair: this address belongs to this station.
 *
 * @param source who wrote it, for people: a node, or a user at a host; 1 to 63 ASCII letters, digits, dots, hyphens,
 *     underlines and at signs
 * @param epoch of the tenure under which it was written; the higher one wins
 * @param version 1 when it was first written, one more with each write of this address
 * @param comment for people; at most 80 printable characters, or empty
 */
public record Binding(BoundAddress address, BoundMac mac, String source, long epoch, long version, String comment) {
    public static final int LONGEST_SOURCE = 63;
    public static final int LONGEST_COMMENT = 80;

    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9@._-]{1," + LONGEST_SOURCE + "}");

    public Binding {
        if (epoch < 0 || version < 1) {
            throw new IllegalArgumentException("not a binding: epoch " + epoch + ", version " + version);
        }
        if (!isSource(source)) {
            throw new IllegalArgumentException("not the source of a binding: '" + source + "'");
        }
        if (!isComment(comment)) {
            throw new IllegalArgumentException("not a comment of at most " + LONGEST_COMMENT + " printable characters");
        }
    }

    public static boolean isSource(String text) {
        return SOURCE.matcher(text).matches();
    }

    public static boolean isComment(String text) {
        return text.length() <= LONGEST_COMMENT && text.codePoints().noneMatch(Character::isISOControl);
    }
}
