package io.arpfailover.agent.proxy;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;

/**
 * Addresses in a row.
 *
 * @param first the lowest
 * @param last the highest, which belongs to it
 */
public record AddressRange(Ipv4Address first, Ipv4Address last) {
    public AddressRange {
        if (last.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "not a range of addresses: '" + first + "-" + last + "' (the lower one comes first)");
        }
    }

    /**
     * Reads "10.9.0.7", "10.9.0.7-10.9.0.20" or "10.9.0.0/24"; anything else is an {@link IllegalArgumentException}. A
     * prefix stands for its hosts: the network's own address and its broadcast address are left out.
     */
    public static AddressRange parse(String text) {
        int dash = text.indexOf('-');
        if (dash >= 0) {
            return new AddressRange(
                    Ipv4Address.parse(text.substring(0, dash)), Ipv4Address.parse(text.substring(dash + 1)));
        }
        return text.indexOf('/') >= 0 ? hostsOf(Ipv4Prefix.parse(text)) : of(Ipv4Address.parse(text));
    }

    public static AddressRange of(Ipv4Address address) {
        return new AddressRange(address, address);
    }

    /** Without the network's own address and its broadcast address, where it has these. */
    public static AddressRange hostsOf(Ipv4Prefix prefix) {
        return new AddressRange(prefix.firstHost(), prefix.lastHost());
    }

    public boolean contains(Ipv4Address address) {
        return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
    }

    /** The fewest prefixes that are together this range, in order. At most 62. */
    public List<Ipv4Prefix> prefixes() {
        List<Ipv4Prefix> prefixes = new ArrayList<>();
        long next = Integer.toUnsignedLong(first.bits());
        long end = Integer.toUnsignedLong(last.bits());
        while (next <= end) {
            int aligned = next == 0 ? Integer.SIZE : Long.numberOfTrailingZeros(next);
            int fitting = Long.SIZE - 1 - Long.numberOfLeadingZeros(end - next + 1);
            int hostBits = Math.min(Integer.SIZE, Math.min(aligned, fitting));
            prefixes.add(new Ipv4Prefix(new Ipv4Address((int) next), Integer.SIZE - hostBits));
            next += 1L << hostBits;
        }
        return List.copyOf(prefixes);
    }

    /** Whether every address of it can be a host's. */
    public boolean isOfHosts() {
        return first.isUsableAsHost() && last.isUsableAsHost();
    }

    @Override
    public String toString() {
        return first.equals(last) ? first.toString() : first + "-" + last;
    }
}
