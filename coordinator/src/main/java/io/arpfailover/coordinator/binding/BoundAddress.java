package io.arpfailover.coordinator.binding;

/**
 * An IPv4 address that a host can have.
 *
 * @param bits the address, first octet on the wire highest; not 0/8, loopback (127/8), multicast or above (224/3)
 */
public record BoundAddress(int bits) implements Comparable<BoundAddress> {
    private static final int OCTETS = 4;
    /** Odd, and without a pattern in its bits. */
    private static final int SCATTER = 0x9e37_79b1;

    public BoundAddress {
        int first = bits >>> 24;
        if (first == 0 || first == 127 || first >= 224) {
            throw new IllegalArgumentException("not an address of a host: " + text(bits));
        }
    }

    /** Reads dotted decimal, four numbers without leading zeros; anything else is an {@link IllegalArgumentException}. */
    public static BoundAddress parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != OCTETS) {
            throw notAnAddress(text);
        }
        int bits = 0;
        for (String part : parts) {
            bits = bits << 8 | octet(part, text);
        }
        return new BoundAddress(bits);
    }

    @Override
    public int compareTo(BoundAddress other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return text(bits);
    }

    /** The bits in another order, as good as drawn by lot; the same on every machine and in every version. */
    int scattered() {
        return bits * SCATTER;
    }

    /** A leading zero is refused because some programs read such a number as octal. */
    private static int octet(String part, String text) {
        boolean digits = !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || (part.length() > 1 && part.charAt(0) == '0') || Integer.parseInt(part) > 255) {
            throw notAnAddress(text);
        }
        return Integer.parseInt(part);
    }

    private static String text(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException(
                "not an IPv4 address: '" + text + "' (four numbers from 0 to 255, as in 10.77.0.100)");
    }
}
