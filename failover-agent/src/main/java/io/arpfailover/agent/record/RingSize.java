package io.arpfailover.agent.record;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a ring of files keeps.
 *
 * @param octets the most a file may have; one frame fits in any case
 * @param files how many there may be, the one being written among them: 1 to 1000
 */
public record RingSize(long octets, int files) {
    static final int MOST_FILES = 1000;
    /** Each 1024 of the one before; no unit at all is what every list begins with. */
    private static final List<String> UNITS = List.of("", "K", "M", "G");

    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,9})([KMG]?)x([0-9]{1,4})");

    public RingSize {
        if (octets < 1 || files < 1 || files > MOST_FILES) {
            throw new IllegalArgumentException("a ring has 1 to " + MOST_FILES + " files of 1 octet or more");
        }
    }

    /** Reads "10Mx5": size with K, M or G (1024 each) or nothing, and how many; else IllegalArgumentException. */
    public static RingSize parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "not the size of a ring: '" + text + "' (size and number of files, as in 10Mx5)");
        }
        int shift = 10 * UNITS.indexOf(matcher.group(2));
        return new RingSize(Long.parseLong(matcher.group(1)) << shift, Integer.parseInt(matcher.group(3)));
    }
}
