package io.arpfailover.agent.inspect;

import java.util.EnumMap;
import java.util.Map;

/** How often each constant of an enum was counted. Counting makes no garbage. One thread. */
final class Tally<E extends Enum<E>> {
    private static final class Count {
        private long number;
    }

    private final Class<E> type;
    private final Map<E, Count> counts;

    Tally(Class<E> type) {
        this.type = type;
        this.counts = new EnumMap<>(type);
        for (E each : type.getEnumConstants()) {
            counts.put(each, new Count());
        }
    }

    void count(E one) {
        counts.get(one).number++;
    }

    /** Those that were counted at all. */
    Map<E, Long> snapshot() {
        Map<E, Long> counted = new EnumMap<>(type);
        counts.forEach((each, count) -> {
            if (count.number > 0) {
                counted.put(each, count.number);
            }
        });
        return counted;
    }
}
