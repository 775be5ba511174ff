package io.arpfailover.agent.proxy;

import io.arpfailover.agent.wire.Ipv4Address;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The addresses a proxy answers for: ranges, less those that are excepted. Found in the time of a binary search. */
public final class ProxiedAddresses {
    private final NavigableMap<Ipv4Address, Ipv4Address> wanted;
    private final NavigableMap<Ipv4Address, Ipv4Address> excepted;

    /** Ranges may overlap. An exception wins. */
    public ProxiedAddresses(List<AddressRange> wanted, List<AddressRange> excepted) {
        this.wanted = joined(wanted);
        this.excepted = joined(excepted);
    }

    public boolean contains(Ipv4Address address) {
        return isIn(wanted, address) && !isIn(excepted, address) && address.isUsableAsHost();
    }

    public boolean isEmpty() {
        return wanted.isEmpty();
    }

    private static boolean isIn(NavigableMap<Ipv4Address, Ipv4Address> ranges, Ipv4Address address) {
        Map.Entry<Ipv4Address, Ipv4Address> below = ranges.floorEntry(address);
        return below != null && address.compareTo(below.getValue()) <= 0;
    }

    /** Overlapping ranges become one, so that the nearest one below an address decides alone. */
    private static NavigableMap<Ipv4Address, Ipv4Address> joined(List<AddressRange> ranges) {
        NavigableMap<Ipv4Address, Ipv4Address> joined = new TreeMap<>();
        List<AddressRange> inOrder = ranges.stream()
                .sorted(Comparator.comparing(AddressRange::first))
                .toList();
        for (AddressRange range : inOrder) {
            Map.Entry<Ipv4Address, Ipv4Address> before = joined.floorEntry(range.first());
            if (before != null && range.first().compareTo(before.getValue()) <= 0) {
                joined.merge(before.getKey(), range.last(), (a, b) -> a.compareTo(b) < 0 ? b : a);
            } else {
                joined.put(range.first(), range.last());
            }
        }
        return joined;
    }
}
