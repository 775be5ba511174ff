package io.arpfailover.agent.inspect;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Which stations each address was seen with, the last four of each, the latest first. About 75 octets for an address,
 * taken at the start; when it is full, the address silent for longest is forgotten. One thread.
 */
final class StationHistory {
    /** arpwatch remembers all; older ones than these count as new again. */
    static final int REMEMBERED = 4;

    /** What the sight of a pair means. */
    enum Sight {
        FAMILIAR,
        NEW_STATION,
        NEW_ACTIVITY,
        FLIP_FLOP,
        CHANGED,
        REUSED_OLD
    }

    private static final long NOBODY = 0;

    private final Slots slots;
    private final long[] macs;
    private final long[] seenAt;
    private long before = NOBODY;

    StationHistory(int addresses, RandomGenerator random) {
        slots = new Slots(addresses, random);
        macs = new long[Math.multiplyExact(addresses, REMEMBERED)];
        seenAt = new long[addresses];
    }

    /** How many addresses it knows. */
    int size() {
        return slots.size();
    }

    /** Takes note of a pair; {@code quiet} nanoseconds of silence make a known one news. */
    Sight see(int ip, long mac, long now, long quiet) {
        int slot = slots.use(0, ip);
        if (slot == Slots.NONE) {
            return begin(ip, mac, now);
        }
        boolean wasQuiet = now - seenAt[slot] >= quiet;
        seenAt[slot] = now;
        int first = slot * REMEMBERED;
        before = macs[first];
        if (before == mac) {
            return wasQuiet ? Sight.NEW_ACTIVITY : Sight.FAMILIAR;
        }
        return moved(first, mac);
    }

    /** The station the address was with before it was seen last; in bits, 0 for none. */
    long before() {
        return before;
    }

    /**
     * The station that was seen with the address last, if that was less than {@code within} nanoseconds ago; in bits, 0
     * for none.
     */
    long lastSeenWith(int ip, long now, long within) {
        int slot = slots.use(0, ip);
        return slot == Slots.NONE || now - seenAt[slot] >= within ? NOBODY : macs[slot * REMEMBERED];
    }

    private Sight begin(int ip, long mac, long now) {
        int slot = slots.add(0, ip);
        int first = slot * REMEMBERED;
        Arrays.fill(macs, first, first + REMEMBERED, NOBODY);
        macs[first] = mac;
        seenAt[slot] = now;
        before = NOBODY;
        return Sight.NEW_STATION;
    }

    /** Puts it first; those before its old place, or all, move up by one. */
    private Sight moved(int first, long mac) {
        int place = 1;
        while (place < REMEMBERED - 1 && macs[first + place] != mac) {
            place++;
        }
        boolean known = macs[first + place] == mac;
        System.arraycopy(macs, first, macs, first + 1, place);
        macs[first] = mac;
        if (!known) {
            return Sight.CHANGED;
        }
        return place == 1 ? Sight.FLIP_FLOP : Sight.REUSED_OLD;
    }
}
