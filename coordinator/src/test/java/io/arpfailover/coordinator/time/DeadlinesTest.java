package io.arpfailover.coordinator.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final Deadlines<String> deadlines = new Deadlines<>();

    @Test
    void nothingIsDueWhereNothingIsSet() {
        assertEquals(MonotonicTime.NEVER, deadlines.next());
        assertEquals(List.of(), deadlines.due(MonotonicTime.NEVER));
    }

    @Test
    void givesTheEarliestFirstAndEqualOnesAsSet() {
        deadlines.set("b", at(2));
        deadlines.set("z", at(1));
        deadlines.set("a", at(2));
        assertEquals(at(1), deadlines.next());
        assertEquals(List.of(), deadlines.due(at(0)));
        assertEquals(List.of("z", "b", "a"), deadlines.due(at(2)));
        assertEquals(List.of("z", "b", "a"), deadlines.due(at(3)), "until they are set anew");
    }

    @Test
    void theLastWordCounts() {
        deadlines.set("a", at(1));
        deadlines.set("a", at(5));
        deadlines.set("b", at(3));
        deadlines.set("b", MonotonicTime.NEVER);
        deadlines.set("c", MonotonicTime.NEVER);
        assertEquals(at(5), deadlines.next());
        assertEquals(List.of("a"), deadlines.due(at(9)));
    }

    /** Beside a map that is searched from end to end. */
    @Test
    void isRightInManySeeds() {
        for (long seed = 0; seed < 50; seed++) {
            tell(seed);
        }
    }

    private static void tell(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Deadlines<Integer> deadlines = new Deadlines<>();
        Map<Integer, MonotonicTime> plain = new HashMap<>();
        for (int step = 0; step < 500; step++) {
            int key = random.nextInt(20);
            MonotonicTime deadline = random.nextInt(4) == 0 ? MonotonicTime.NEVER : at(random.nextInt(30));
            deadlines.set(key, deadline);
            plain.put(key, deadline);
            MonotonicTime now = at(random.nextInt(30));
            MonotonicTime first =
                    plain.values().stream().min(Comparator.naturalOrder()).orElseThrow();
            Set<Integer> due = plain.keySet().stream()
                    .filter(any -> now.hasReached(plain.get(any)))
                    .collect(Collectors.toSet());
            assertEquals(first, deadlines.next(), "seed " + seed);
            assertEquals(due, Set.copyOf(deadlines.due(now)), "seed " + seed);
        }
    }

    private static MonotonicTime at(long nanos) {
        return new MonotonicTime(nanos);
    }
}
