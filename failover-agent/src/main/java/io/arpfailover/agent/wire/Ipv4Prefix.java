package io.arpfailover.agent.wire;

/**
 * An address together with the length of its network's prefix, as an interface carries it: 10.77.0.100/24.
 *
 * @param address the address itself, host bits and all
 * @param length 0 to 32
 */
public record Ipv4Prefix(Ipv4Address address, int length) {
    private static final int LONGEST_WITH_BROADCAST = 30;

    public Ipv4Prefix {
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("not a prefix length: " + length + " (0 to 32)");
        }
    }

    /** Reads "address/length"; anything else is an {@link IllegalArgumentException}. */
    public static Ipv4Prefix parse(String text) {
        int slash = text.indexOf('/');
        String length = slash < 0 ? "" : text.substring(slash + 1);
        if (!isLength(length)) {
            throw new IllegalArgumentException("not an address with a prefix length: '" + text
                    + "' (an address, a slash and 0 to 32, as in 10.77.0.100/24)");
        }
        return new Ipv4Prefix(Ipv4Address.parse(text.substring(0, slash)), Integer.parseInt(length));
    }

    /** The first address of the network: all host bits 0. */
    public Ipv4Address network() {
        return new Ipv4Address(address.bits() & mask());
    }

    /** The last address of the network: all host bits 1. In a /31 or /32 it is an ordinary host (RFC 3021). */
    public Ipv4Address broadcast() {
        return new Ipv4Address(address.bits() | ~mask());
    }

    /** Whether its first and last addresses are no hosts'; in a /31 and a /32 they are (RFC 3021). */
    public boolean hasBroadcast() {
        return length <= LONGEST_WITH_BROADCAST;
    }

    /** The lowest address a host can have in the network. */
    public Ipv4Address firstHost() {
        return hasBroadcast() ? new Ipv4Address(network().bits() + 1) : network();
    }

    /** The highest address a host can have in the network. */
    public Ipv4Address lastHost() {
        return hasBroadcast() ? new Ipv4Address(broadcast().bits() - 1) : broadcast();
    }

    /** Whether {@code other} lies in the same network. */
    public boolean contains(Ipv4Address other) {
        return ((address.bits() ^ other.bits()) & mask()) == 0;
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }

    /** A shift by 32 would shift by 0, hence the case of its own. */
    private int mask() {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    private static boolean isLength(String text) {
        return switch (text.length()) {
            case 1 -> text.charAt(0) >= '0' && text.charAt(0) <= '9';
            case 2 ->
                text.compareTo("10") >= 0 && text.compareTo("32") <= 0 && Character.digit(text.charAt(1), 10) >= 0;
            default -> false;
        };
    }
}
