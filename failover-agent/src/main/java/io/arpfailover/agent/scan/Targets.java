package io.arpfailover.agent.scan;

import io.arpfailover.agent.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The addresses to ask, each once, numbered from the lowest; so that whoever keeps something about each needs only arrays. */
public final class Targets {
    /** A /16, what is asked without further words. */
    public static final int USUAL_MOST = 1 << 16;
    /** A /12, what can be asked at all: the arrays of a sweep take 25 bytes for each address. */
    public static final int MOST = 1 << 20;

    /** Ascending and disjoint. */
    private final List<AddressRange> ranges;
    /** The number of each range's first address. */
    private final int[] offsets;

    private final int size;

    /**
     * @param some in any order, overlapping or not
     * @param most how many addresses at most; more are an {@link IllegalArgumentException}
     */
    public Targets(List<AddressRange> some, int most) {
        ranges = merged(some);
        long all = total(ranges);
        if (all == 0 || all > Math.min(most, MOST)) {
            throw new IllegalArgumentException(all + " addresses (1 to " + Math.min(most, MOST) + ")");
        }
        size = (int) all;
        offsets = new int[ranges.size()];
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = offsets[i - 1] + (int) ranges.get(i - 1).size();
        }
    }

    /** How many addresses these are, each counted once. */
    public static long count(List<AddressRange> some) {
        return total(merged(some));
    }

    public int size() {
        return size;
    }

    /** The address of that number. */
    public Ipv4Address address(int number) {
        int range = offsets.length - 1;
        while (offsets[range] > number) {
            range--;
        }
        return new Ipv4Address(ranges.get(range).first().bits() + number - offsets[range]);
    }

    /** The number of that address, if it is among these. */
    public OptionalInt number(Ipv4Address address) {
        for (int i = 0; i < offsets.length; i++) {
            AddressRange range = ranges.get(i);
            if (range.contains(address)) {
                return OptionalInt.of(
                        offsets[i] + address.bits() - range.first().bits());
            }
        }
        return OptionalInt.empty();
    }

    private static long total(List<AddressRange> disjoint) {
        return disjoint.stream().mapToLong(AddressRange::size).sum();
    }

    private static List<AddressRange> merged(List<AddressRange> some) {
        List<AddressRange> merged = new ArrayList<>();
        for (AddressRange next : some.stream().sorted().toList()) {
            int last = merged.size() - 1;
            if (last >= 0 && merged.get(last).contains(next.first())) {
                merged.set(last, spanning(merged.get(last), next));
            } else {
                merged.add(next);
            }
        }
        return List.copyOf(merged);
    }

    private static AddressRange spanning(AddressRange lower, AddressRange upper) {
        boolean inside = upper.last().compareTo(lower.last()) <= 0;
        return inside ? lower : new AddressRange(lower.first(), upper.last());
    }
}
