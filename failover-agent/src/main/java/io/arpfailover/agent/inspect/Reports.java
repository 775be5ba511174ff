package io.arpfailover.agent.inspect;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
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

    /** What was told of one kind within the second that began last. */
    private static final class Ration {
        private final int number;
        private long began = LONG_AGO;
        private int told;

        private Ration(int number) {
            this.number = number;
        }
    }

    private final Slots slots;
    private final long[] toldAt;
    private final Map<FindingKind, Ration> rations = new EnumMap<>(FindingKind.class);
    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private long suppressed;

    Reports(int remembered, RandomGenerator random) {
        slots = new Slots(remembered, random);
        toldAt = new long[remembered];
        for (FindingKind kind : FindingKind.values()) {
            rations.put(kind, new Ration(rations.size()));
        }
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, verdicts.size());
        }
    }

    /** Whether to tell it now; then it counts as told. */
    boolean mayTell(FindingKind kind, Verdict verdict, int ip, long mac, long now, long tellAgain) {
        Ration ration = rations.get(kind);
        if (!hasRoom(ration, now) || wasTold(key(ration, verdict, mac), ip, now, tellAgain)) {
            suppressed++;
            return false;
        }
        ration.told++;
        return true;
    }

    /** How many findings were not told. */
    long suppressed() {
        return suppressed;
    }

    private static boolean hasRoom(Ration ration, long now) {
        if (now - ration.began >= SECOND) {
            ration.began = now;
            ration.told = 0;
        }
        return ration.told < MOST_OF_A_KIND_PER_SECOND;
    }

    /** The kind, the verdict and the MAC address in one number. */
    private long key(Ration ration, Verdict verdict, long mac) {
        return ((long) (ration.number * verdicts.size() + verdicts.get(verdict)) << BITS_OF_A_MAC) | mac;
    }

    private boolean wasTold(long what, int ip, long now, long tellAgain) {
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
