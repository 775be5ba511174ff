package io.arpfailover.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MoveLimitTest {
    private final MoveLimit limit = new MoveLimit(2, Duration.ofHours(1));

    @Test
    void allowsSoManyInAnyWindow() {
        assertTrue(limit.allows(at(0)));
        limit.note(1, at(0));
        assertTrue(limit.allows(at(10)));
        limit.note(2, at(10));
        assertFalse(limit.allows(at(59)));
        assertEquals(at(60), limit.allowsAgain(at(59)));
        assertTrue(limit.allows(at(60)), "the first has left the window");
        limit.note(3, at(60));
        assertEquals(at(70), limit.allowsAgain(at(60)));
    }

    @Test
    void countsAnEpochOnce() {
        limit.note(1, at(0));
        limit.note(1, at(1));
        limit.note(0, at(2));
        assertEquals(at(3), limit.allowsAgain(at(3)));
    }

    @Test
    void movesThatNobodyChoseFillItTooAndTheLatestCount() {
        for (int epoch = 1; epoch <= 100; epoch++) {
            limit.note(epoch, at(epoch));
        }
        assertEquals(at(99 + 60), limit.allowsAgain(at(100)));
    }

    @Test
    void movesFromBeforeTheStartCount() {
        limit.note(7, at(-50));
        limit.note(8, at(-40));
        assertEquals(at(10), limit.allowsAgain(at(0)));
    }

    @Test
    void aLimitOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new MoveLimit(0, Duration.ofHours(1)));
    }

    private static MonotonicTime at(long minutes) {
        return new MonotonicTime(Duration.ofMinutes(minutes).toNanos());
    }
}
