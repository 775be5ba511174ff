package io.arpfailover.coordinator.binding;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A MAC address that a station can have.
 *
 * @param bits the address in the low 48 bits, first octet on the wire highest; neither zero nor a group address
 */
public record BoundMac(long bits) implements Comparable<BoundMac> {
    private static final int OCTETS = 6;
    private static final long GROUP_BIT = 1L << 40;
    private static final Pattern SHAPE = Pattern.compile("[0-9a-fA-F]{1,2}(?::[0-9a-fA-F]{1,2}){5}");
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    public BoundMac {
        if (bits >>> 48 != 0 || bits == 0 || (bits & GROUP_BIT) != 0) {
            throw new IllegalArgumentException("not a MAC address of a station: " + text(bits));
        }
    }

    /**
     * Reads six hexadecimal numbers of one or two digits joined by colons, since ethers(5) leaves leading zeros out;
     * anything else is an {@link IllegalArgumentException}.
     */
    public static BoundMac parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "not a MAC address: '" + text + "' (six hexadecimal pairs, as in 02:00:0a:4d:00:01)");
        }
        long bits = 0;
        for (String octet : text.split(":", -1)) {
            bits = (bits << 8) | Integer.parseInt(octet, 16);
        }
        return new BoundMac(bits);
    }

    @Override
    public int compareTo(BoundMac other) {
        return Long.compare(bits, other.bits);
    }

    /** Lower-case, with colons. */
    @Override
    public String toString() {
        return text(bits);
    }

    private static String text(long bits) {
        byte[] octets = new byte[OCTETS];
        for (int i = 0; i < OCTETS; i++) {
            octets[i] = (byte) (bits >>> (8 * (OCTETS - 1 - i)));
        }
        return COLONS.formatHex(octets);
    }
}
