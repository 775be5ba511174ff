package io.arpfailover.agent.wire;

/**
 * An IPv4 address.
 *
 * @param bits the address, first octet on the wire highest
 */
public record Ipv4Address(int bits) implements Comparable<Ipv4Address> {
    /** 0.0.0.0: "no address yet", the sender of a probe. */
    public static final Ipv4Address ANY = new Ipv4Address(0);

    /** 255.255.255.255: all hosts of the link (RFC 919). */
    public static final Ipv4Address BROADCAST = new Ipv4Address(0xffff_ffff);

    static final int OCTETS = 4;
    /** Odd, and without a pattern in its bits. */
    private static final int SCATTER = 0x9e37_79b1;

    /** Reads dotted decimal, four numbers without leading zeros; anything else is an {@link IllegalArgumentException}. */
    public static Ipv4Address parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != OCTETS) {
            throw notAnAddress(text);
        }
        int bits = 0;
        for (String part : parts) {
            bits = bits << 8 | octet(part, text);
        }
        return new Ipv4Address(bits);
    }

    /** Reads the four octets at {@code offset}. */
    public static Ipv4Address read(byte[] octets, int offset) {
        return new Ipv4Address(Octets.read32(octets, offset));
    }

    /** The four octets, first octet on the wire first; a fresh array. */
    public byte[] octets() {
        byte[] octets = new byte[OCTETS];
        Octets.write32(bits, octets, 0);
        return octets;
    }

    /** Whether one host can have it: not 0.0.0.0, loopback (127/8), multicast (224/4) or 255.255.255.255. */
    public boolean isUsableAsHost() {
        return isUsableAsHost(bits);
    }

    /** The same of an address in bits. */
    public static boolean isUsableAsHost(int bits) {
        boolean loopback = bits >>> 24 == 127;
        boolean multicast = bits >>> 28 == 0xe;
        return bits != 0 && bits != BROADCAST.bits && !loopback && !multicast;
    }

    /** Written out like {@link #hashCode}, since the one a record gets is many times as slow until it is optimized. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Ipv4Address address && address.bits == bits;
    }

    /** Scattered: of a thousand addresses in a row, the sets of the JDK would make one long chain. */
    @Override
    public int hashCode() {
        return bits * SCATTER;
    }

    @Override
    public int compareTo(Ipv4Address other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }

    /** A leading zero is refused because some programs read such a number as octal. */
    private static int octet(String part, String text) {
        boolean digits = !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || (part.length() > 1 && part.charAt(0) == '0') || Integer.parseInt(part) > 255) {
            throw notAnAddress(text);
        }
        return Integer.parseInt(part);
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException(
                "not an IPv4 address: '" + text + "' (four numbers from 0 to 255, as in 10.77.0.100)");
    }
}
