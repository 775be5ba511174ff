package io.arpfailover.agent.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeerSignsTest {
    private final PeerSigns signs = new PeerSigns(Duration.ofMillis(250));

    private static MonotonicTime at(long millis) {
        return new MonotonicTime(millis * 1_000_000);
    }

    @Test
    void nothingIsExpectedBeforeTheLanCarriedSomething() {
        assertEquals(MonotonicTime.NEVER, signs.nextTimeout());
        assertFalse(signs.lanFellQuiet(at(10_000)));
    }

    @Test
    void fallsQuietAndIsToldOnce() {
        signs.heardOnLan(at(0));
        assertEquals(at(250), signs.nextTimeout());
        assertFalse(signs.lanFellQuiet(at(249)));
        assertTrue(signs.lanFellQuiet(at(250)));
        assertFalse(signs.lanFellQuiet(at(251)));
        assertEquals(MonotonicTime.NEVER, signs.nextTimeout());
    }

    @Test
    void eachSignPutsItOff() {
        signs.heardOnLan(at(0));
        signs.heardOnLan(at(100));
        assertFalse(signs.lanFellQuiet(at(349)));
        assertTrue(signs.lanFellQuiet(at(350)));
    }

    @Test
    void nobodyOwesUsAnythingAnyMore() {
        signs.heardOnLan(at(0));
        signs.expectNothing();
        assertFalse(signs.lanFellQuiet(at(250)));
        assertEquals(MonotonicTime.NEVER, signs.nextTimeout());
    }
}
