package io.arpfailover.agent.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotsTest {
    /** Against the JDK's map in order of access. */
    @Test
    void forgetsWhatWasUsedLongestAgoAndNothingElse() {
        Random random = new Random(826);
        Slots slots = new Slots(100, random);
        Map<Long, Integer> expected = new LinkedHashMap<>(16, 0.75f, true);
        for (int i = 0; i < 200_000; i++) {
            long key = (long) Math.abs(random.nextGaussian() * 100);
            int slot = slots.use(key, (int) key);
            assertEquals(expected.getOrDefault(key, Slots.NONE), slot);
            if (slot == Slots.NONE) {
                if (expected.size() == slots.capacity()) {
                    expected.remove(expected.keySet().iterator().next());
                }
                expected.put(key, slots.add(key, (int) key));
            }
            assertEquals(expected.size(), slots.size());
        }
    }
}
