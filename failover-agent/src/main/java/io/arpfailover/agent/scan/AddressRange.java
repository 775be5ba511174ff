package io.arpfailover.agent.scan;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;

/**
 * Addresses in a row, both ends included. Hosts can have every one of them.
 *
 * @param first the lowest
 * @param last the highest
 */
public record AddressRange(Ipv4Address first, Ipv4Address last) implements Comparable<AddressRange> {

    public AddressRange {
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException("a range runs upwards: " + first + "-" + last);
        }
        if (!first.isUsableAsHost() || !last.isUsableAsHost() || spansWhatNoHostHas(first, last)) {
            throw new IllegalArgumentException(
                    "no host can have every address of " + first + "-" + last + " (loopback, multicast or broadcast)");
        }
    }

    /**
     * Reads a network ("10.77.0.0/24"), a range ("10.77.0.1-10.77.0.50") or an address; anything else is an
     * {@link IllegalArgumentException}.
     */
    public static AddressRange parse(String text) {
        int dash = text.indexOf('-');
        if (text.indexOf('/') >= 0) {
            return of(Ipv4Prefix.parse(text));
        }
        if (dash >= 0) {
            return new AddressRange(
                    Ipv4Address.parse(text.substring(0, dash)), Ipv4Address.parse(text.substring(dash + 1)));
        }
        Ipv4Address address = Ipv4Address.parse(text);
        return new AddressRange(address, address);
    }

    /** The hosts of a network: without its own address and its broadcast address, where it has these. */
    public static AddressRange of(Ipv4Prefix prefix) {
        return new AddressRange(prefix.firstHost(), prefix.lastHost());
    }

    /** How many addresses; up to 2^32, hence the type. */
    public long size() {
        return Integer.toUnsignedLong(last.bits()) - Integer.toUnsignedLong(first.bits()) + 1;
    }

    boolean contains(Ipv4Address address) {
        return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
    }

    /** By the first address. */
    @Override
    public int compareTo(AddressRange other) {
        int byFirst = first.compareTo(other.first);
        return byFirst != 0 ? byFirst : last.compareTo(other.last);
    }

    @Override
    public String toString() {
        return first.equals(last) ? first.toString() : first + "-" + last;
    }

    /** Both ends are sound, so only loopback (127/8) can lie between them; the rest lies above all hosts. */
    private static boolean spansWhatNoHostHas(Ipv4Address first, Ipv4Address last) {
        return first.bits() >>> 24 < 127 && last.bits() >>> 24 > 127;
    }
}
