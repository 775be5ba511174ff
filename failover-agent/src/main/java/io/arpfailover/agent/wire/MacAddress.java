package io.arpfailover.agent.wire;

import java.util.HexFormat;

/**
 * A 48-bit Ethernet address.
 *
 * @param bits the address in the low 48 bits, first octet on the wire highest
 */
public record MacAddress(long bits) implements Comparable<MacAddress> {
    public static final MacAddress ZERO = new MacAddress(0);
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

    static final int OCTETS = 6;
    private static final long GROUP_BIT = 1L << 40;
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("more than 48 bits: " + Long.toHexString(bits));
        }
    }

    /** Reads six hexadecimal pairs joined by colons; anything else is an {@link IllegalArgumentException}. */
    public static MacAddress parse(String text) {
        try {
            byte[] octets = COLONS.parseHex(text);
            if (octets.length == OCTETS) {
                return read(octets, 0);
            }
        } catch (IllegalArgumentException malformed) {
            throw notAMac(text, malformed);
        }
        throw notAMac(text, null);
    }

    /** Reads the six octets at {@code offset}, first octet on the wire first. */
    public static MacAddress read(byte[] octets, int offset) {
        return new MacAddress(Octets.read48(octets, offset));
    }

    /** The six octets, first octet on the wire first; a fresh array. */
    public byte[] octets() {
        byte[] octets = new byte[OCTETS];
        Octets.write48(bits, octets, 0);
        return octets;
    }

    /** Whether this names a group of stations (multicast or broadcast): such an address can never be a sender. */
    public boolean isGroup() {
        return isGroup(bits);
    }

    static boolean isGroup(long bits) {
        return (bits & GROUP_BIT) != 0;
    }

    @Override
    public int compareTo(MacAddress other) {
        return Long.compare(bits, other.bits);
    }

    /** Written out like {@link #hashCode}, since the one a record gets is many times as slow until it is optimized. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MacAddress address && address.bits == bits;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits);
    }

    @Override
    public String toString() {
        return COLONS.formatHex(octets());
    }

    private static IllegalArgumentException notAMac(String text, Throwable cause) {
        return new IllegalArgumentException(
                "not a MAC address: '" + text + "' (six hexadecimal pairs, as in 02:00:0a:4d:00:01)", cause);
    }
}
