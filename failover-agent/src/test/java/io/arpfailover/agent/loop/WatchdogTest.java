package io.arpfailover.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final AtomicInteger hangs = new AtomicInteger();
    private final Watchdog watchdog = new Watchdog(hangs::incrementAndGet);

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            watchdog.tick();
        }
    }

    @Test
    void aLoopThatTurnsIsLeftAlone() {
        for (int i = 0; i < 100; i++) {
            watchdog.turned();
            tick(9);
        }
        assertEquals(0, hangs.get());
    }

    @Test
    void aLoopThatStandsStillIsToldOnce() {
        watchdog.turned();
        tick(10);
        assertEquals(0, hangs.get());
        tick(30);
        assertEquals(1, hangs.get());
    }
}
