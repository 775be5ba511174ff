package io.arpfailover.coordinator.binding;

import java.util.HexFormat;

/**
 * A MAC address that a station can have.
 *
 * @param bits the address in the low 48 bits, first octet on the wire highest; neither zero nor a group address
 */
public record BoundMac(long bits) implements Comparable<BoundMac> {
    private static final int OCTETS = 6;
    private static final long GROUP_BIT = 1L << 40;
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    public BoundMac {
        if (bits >>> 48 != 0 || bits == 0 || (bits & GROUP_BIT) != 0) {
            throw new IllegalArgumentException("not a MAC address of a station: " + text(bits));
        }
    }

    /** Reads six hexadecimal pairs joined by colons; anything else is an {@link IllegalArgumentException}. */
    public static BoundMac parse(String text) {
        return new BoundMac(bits(text));
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

    private static long bits(String text) {
        try {
            byte[] octets = COLONS.parseHex(text);
            if (octets.length == OCTETS) {
                long bits = 0;
                for (byte octet : octets) {
                    bits = bits << 8 | (octet & 0xff);
                }
                return bits;
            }
        } catch (IllegalArgumentException malformed) {
            throw notAMac(text, malformed);
        }
        throw notAMac(text, null);
    }

    private static String text(long bits) {
        byte[] octets = new byte[OCTETS];
        for (int i = 0; i < OCTETS; i++) {
            octets[i] = (byte) (bits >>> (8 * (OCTETS - 1 - i)));
        }
        return COLONS.formatHex(octets);
    }

    private static IllegalArgumentException notAMac(String text, Throwable cause) {
        return new IllegalArgumentException(
                "not a MAC address: '" + text + "' (six hexadecimal pairs, as in 02:00:0a:4d:00:01)", cause);
    }
}
