package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which station may use which address. Never changes; any thread. Looked up without garbage, so it is a table of
 * numbers, half full at most: 24 to 48 octets for each binding.
 */
public final class Bindings {
    public static final int MOST = 200_000;
    public static final Bindings NONE = new Bindings(List.of(), List.of());

    private static final long FREE = 0;
    private static final int SLOTS_PER_BINDING = 2;
    private static final int SMALLEST = 16;
    /** Odd, and without a pattern in its bits. */
    private static final int SCATTER = 0x9e37_79b1;

    private final int[] addresses;
    private final long[] macs;
    private final int shift;
    private int size;

    private Bindings(Collection<Binding> first, Collection<Binding> second) {
        int wanted = Math.max(SMALLEST, SLOTS_PER_BINDING * (first.size() + second.size()));
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(wanted - 1);
        shift = Integer.SIZE - bits;
        addresses = new int[1 << bits];
        macs = new long[1 << bits];
        first.forEach(this::putIfAbsent);
        second.forEach(this::putIfAbsent);
    }

    /**
     * The operator's own, which go first, and those the cluster shares; of two for one address in one list the first
     * counts.
     */
    public static Bindings of(Collection<Binding> fixed, Collection<Binding> ofCluster) {
        if (fixed.size() + ofCluster.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " bindings");
        }
        return new Bindings(fixed, ofCluster);
    }

    /** Whom an address belongs to. */
    public Optional<MacAddress> macOf(Ipv4Address address) {
        long mac = macOf(address.bits());
        return mac == FREE ? Optional.empty() : Optional.of(new MacAddress(mac));
    }

    public int size() {
        return size;
    }

    /** The same in bits; 0, which is no station, when there is none. */
    long macOf(int address) {
        return macs[slot(address)];
    }

    private void putIfAbsent(Binding binding) {
        int slot = slot(binding.address().bits());
        if (macs[slot] == FREE) {
            addresses[slot] = binding.address().bits();
            macs[slot] = binding.mac().bits();
            size++;
        }
    }

    /** The one that holds the address, or the free one where it would be. */
    private int slot(int address) {
        int slot = (address * SCATTER) >>> shift;
        while (macs[slot] != FREE && addresses[slot] != address) {
            slot = (slot + 1) & (macs.length - 1);
        }
        return slot;
    }
}
