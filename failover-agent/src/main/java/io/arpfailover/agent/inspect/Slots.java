package io.arpfailover.agent.inspect;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Gives out the numbers 0 to capacity - 1 to keys, so that plain arrays can hold what belongs to a key. When all are
 * given out, the key that was used longest ago loses its number.
 *
 * <p>A key is 96 bits in two parts. About 32 octets for each number, all of them taken at once, and none ever after. The
 * scattering is drawn, so that nobody on the link can make all keys fall into one chain. One thread.
 */
final class Slots {
    static final int NONE = -1;

    private static final long FIRST_MIX = 0xff51_afd7_ed55_8ccdL;
    private static final long SECOND_MIX = 0xc4ce_b9fe_1a85_ec53L;
    private static final int HALF = 32;

    private final long seed;
    private final int[] heads;
    private final int[] nextInChain;
    private final int[] newer;
    private final int[] older;
    private final long[] highs;
    private final int[] lows;
    private int size;
    private int newest = NONE;
    private int oldest = NONE;

    Slots(int capacity, RandomGenerator random) {
        if (capacity < 1) {
            throw new IllegalArgumentException("room for nothing");
        }
        seed = random.nextLong();
        heads = new int[Integer.highestOneBit(capacity) * 2];
        Arrays.fill(heads, NONE);
        nextInChain = new int[capacity];
        newer = new int[capacity];
        older = new int[capacity];
        highs = new long[capacity];
        lows = new int[capacity];
    }

    int capacity() {
        return highs.length;
    }

    int size() {
        return size;
    }

    /** The key's number, or {@link #NONE}; counts as a use. */
    int use(long high, int low) {
        int slot = find(high, low);
        if (slot != NONE && slot != newest) {
            unlink(slot);
            linkAsNewest(slot);
        }
        return slot;
    }

    /** A number for a key that has none. What its arrays hold at that place is of another key, or of none. */
    int add(long high, int low) {
        int slot = size < highs.length ? size++ : evictOldest();
        highs[slot] = high;
        lows[slot] = low;
        int chain = chain(high, low);
        nextInChain[slot] = heads[chain];
        heads[chain] = slot;
        linkAsNewest(slot);
        return slot;
    }

    private int find(long high, int low) {
        int slot = heads[chain(high, low)];
        while (slot != NONE && (highs[slot] != high || lows[slot] != low)) {
            slot = nextInChain[slot];
        }
        return slot;
    }

    private int evictOldest() {
        int slot = oldest;
        unlink(slot);
        int chain = chain(highs[slot], lows[slot]);
        if (heads[chain] == slot) {
            heads[chain] = nextInChain[slot];
            return slot;
        }
        int before = heads[chain];
        while (nextInChain[before] != slot) {
            before = nextInChain[before];
        }
        nextInChain[before] = nextInChain[slot];
        return slot;
    }

    private void linkAsNewest(int slot) {
        older[slot] = newest;
        newer[slot] = NONE;
        if (newest == NONE) {
            oldest = slot;
        } else {
            newer[newest] = slot;
        }
        newest = slot;
    }

    private void unlink(int slot) {
        if (newer[slot] == NONE) {
            newest = older[slot];
        } else {
            older[newer[slot]] = older[slot];
        }
        if (older[slot] == NONE) {
            oldest = newer[slot];
        } else {
            newer[older[slot]] = newer[slot];
        }
    }

    private int chain(long high, int low) {
        long mixed = (high ^ seed) * FIRST_MIX;
        mixed = (mixed ^ (mixed >>> HALF) ^ low) * SECOND_MIX;
        return ((int) (mixed >>> HALF)) & (heads.length - 1);
    }
}
