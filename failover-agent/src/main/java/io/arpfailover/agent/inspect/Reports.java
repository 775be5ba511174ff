package io.arpfailover.agent.inspect;

import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Decides what is told: each thing about each pair once in an interval, and of each kind no more than so many in a
 * second, so that a flood of invented stations hides no spoof. One thread.
 */
final class Reports {
    /** More of a kind no person reads and no log should keep. */
    static final int MOST_OF_A_KIND_PER_SECOND = 50;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long LONG_AGO = Long.MIN_VALUE / 2;
    private static final int BITS_OF_A_MAC = 48;
    private static final int VERDICTS = Verdict.values().length;

    private final Slots slots;
    private final long[] toldAt;
    private final long[] secondBegan = new long[FindingKind.values().length];
    private final int[] toldInSecond = new int[FindingKind.values().length];
    private long suppressed;

    Reports(int remembered, RandomGenerator random) {
        slots = new Slots(remembered, random);
        toldAt = new long[remembered];
        Arrays.fill(secondBegan, LONG_AGO);
    }

    /** Whether to tell it now; then it counts as told. */
    boolean mayTell(FindingKind kind, Verdict verdict, int ip, long mac, long now, long tellAgain) {
        if (!hasRoom(kind, now) || wasTold(kind, verdict, ip, mac, now, tellAgain)) {
            suppressed++;
            return false;
        }
        toldInSecond[kind.ordinal()]++;
        return true;
    }

    /** How many findings were not told. */
    long suppressed() {
        return suppressed;
    }

    private boolean hasRoom(FindingKind kind, long now) {
        int number = kind.ordinal();
        if (now - secondBegan[number] >= SECOND) {
            secondBegan[number] = now;
            toldInSecond[number] = 0;
        }
        return toldInSecond[number] < MOST_OF_A_KIND_PER_SECOND;
    }

    private boolean wasTold(FindingKind kind, Verdict verdict, int ip, long mac, long now, long tellAgain) {
        long what = (long) (kind.ordinal() * VERDICTS + verdict.ordinal()) << BITS_OF_A_MAC | mac;
        int slot = slots.use(what, ip);
        if (slot == Slots.NONE) {
            slot = slots.add(what, ip);
        } else if (now - toldAt[slot] < tellAgain) {
            return true;
        }
        toldAt[slot] = now;
        return false;
    }
}
