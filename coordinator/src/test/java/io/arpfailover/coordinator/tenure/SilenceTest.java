package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final Duration LATE = Duration.ofMillis(100);
    private static final Duration MORE = Duration.ofMillis(50);

    private final Silence silence = new Silence(Duration.ofMillis(250));

    @Test
    void nobodyIsSilentBeforeHeIsExpected() {
        silence.onTimeout(at(10_000));
        assertFalse(silence.isExpected());
        assertFalse(silence.isTooLong());
        assertEquals(MonotonicTime.NEVER, silence.nextTimeout());
    }

    @Test
    void isTooLongFromItsLimitOn() {
        silence.heard(at(0));
        assertEquals(at(250), silence.nextTimeout());
        silence.onTimeout(at(249));
        assertFalse(silence.isTooLong());
        silence.onTimeout(at(250));
        assertTrue(silence.isTooLong());
    }

    @Test
    void isToldOnceAndStays() {
        silence.heard(at(0));
        silence.onTimeout(at(250));
        assertEquals(MonotonicTime.NEVER, silence.nextTimeout());
        silence.onTimeout(at(900));
        assertTrue(silence.isTooLong());
        assertTrue(silence.isExpected());
    }

    @Test
    void endsWhenHeard() {
        silence.heard(at(0));
        silence.onTimeout(at(250));
        silence.heard(at(300));
        assertFalse(silence.isTooLong());
        assertEquals(at(550), silence.nextTimeout());
    }

    /** Whoever slept may have been spoken to meanwhile. */
    @Test
    void aLateTurnIsExcusedOnce() {
        silence.heard(at(0));
        silence.excuseLateTurn(LATE, MORE, at(350));
        silence.onTimeout(at(350));
        assertFalse(silence.isTooLong());
        assertEquals(at(400), silence.nextTimeout());
        silence.excuseLateTurn(LATE, MORE, at(900));
        silence.onTimeout(at(900));
        assertTrue(silence.isTooLong());
    }

    @Test
    void aTurnInTimeNeedsNoExcuse() {
        silence.heard(at(0));
        silence.excuseLateTurn(LATE, MORE, at(349));
        silence.onTimeout(at(349));
        assertTrue(silence.isTooLong());
    }

    @Test
    void heardAgainItIsExcusedAgain() {
        silence.heard(at(0));
        silence.excuseLateTurn(LATE, MORE, at(350));
        silence.heard(at(360));
        silence.excuseLateTurn(LATE, MORE, at(710));
        silence.onTimeout(at(710));
        assertFalse(silence.isTooLong());
    }

    @Test
    void nobodyIsExcusedWhoIsNotExpected() {
        silence.excuseLateTurn(LATE, MORE, at(10_000));
        assertFalse(silence.isExpected());
    }

    @Test
    void isForgotten() {
        silence.heard(at(0));
        silence.onTimeout(at(250));
        silence.forget();
        assertFalse(silence.isTooLong());
        assertFalse(silence.isExpected());
    }
}
