package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairingPatienceTest {
    private final PairingPatience patience = new PairingPatience();

    /** Parts then, and tells the second from which on the pair may be tried again. */
    private int partedAt(int second) {
        patience.parted(at(second * 1_000L));
        int again = second;
        while (!patience.isOver(at(again * 1_000L))) {
            again++;
        }
        return again;
    }

    @Test
    void thereIsNothingToWaitForAtFirst() {
        assertTrue(patience.isOver(at(-1_000_000)));
    }

    @Test
    void aSecondThenTwiceAsLongEachTimeUpToEightSeconds() {
        List<Integer> waits = new ArrayList<>();
        int now = 0;
        for (int time = 0; time < 7; time++) {
            int again = partedAt(now);
            waits.add(again - now);
            now = again + 1;
        }
        assertEquals(List.of(1, 2, 4, 8, 8, 8, 8), waits);
    }

    @Test
    void toTheMillisecond() {
        patience.parted(at(0));
        assertFalse(patience.isOver(at(999)));
        assertTrue(patience.isOver(at(1_000)));
    }

    @Test
    void afterAMinuteOfCalmItBeginsAnew() {
        assertEquals(1, partedAt(0));
        assertEquals(61, partedAt(59));
        assertEquals(120, partedAt(119));
    }

    @Test
    void anHeirThatRunsAnewNeedNotWaitAndBeginsAnew() {
        partedAt(0);
        patience.parted(at(2_000));
        patience.forgive();
        assertTrue(patience.isOver(at(2_000)));
        assertEquals(4, partedAt(3));
    }
}
