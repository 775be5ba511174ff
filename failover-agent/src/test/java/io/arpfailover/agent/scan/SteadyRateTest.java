package io.arpfailover.agent.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyRateTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private MonotonicTime now = new MonotonicTime(42);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 99, 100, 150, 500, 1_000, 20_000})
    void noSecondHasMoreThanTheRateHoweverLateTheTurns(int pace) {
        List<MonotonicTime> taken = taken(pace, new Random(pace), Duration.ofSeconds(5));
        for (int i = pace; i < taken.size(); i++) {
            assertTrue(taken.get(i - pace).until(taken.get(i)).compareTo(SECOND) > 0, "frame " + i);
        }
        assertTrue(taken.size() >= pace * 4, () -> "only " + taken.size() + " in five seconds");
    }

    @Test
    void spreadsThemOverTheSecond() {
        SteadyRate rate = new SteadyRate(Pace.perSecond(1_000));
        assertEquals(50, burst(rate), "five slots of ten");
        assertEquals(Duration.ofMillis(10), now.until(rate.free()));
        now = rate.free();
        assertEquals(10, burst(rate));
    }

    @Test
    void oneSlowFrameHasASlotOfItsOwn() {
        SteadyRate rate = new SteadyRate(Pace.perSecond(4));
        burst(rate);
        now = now.plus(Duration.ofSeconds(10));
        assertEquals(4, burst(rate));
        assertFalse(rate.take(now));
    }

    @Test
    void aRateWithoutALimitIsAMistake() {
        assertThrows(IllegalArgumentException.class, () -> new SteadyRate(Pace.UNLIMITED));
    }

    private List<MonotonicTime> taken(int pace, Random random, Duration time) {
        SteadyRate rate = new SteadyRate(Pace.perSecond(pace));
        List<MonotonicTime> taken = new ArrayList<>();
        MonotonicTime end = now.plus(time);
        while (now.isBefore(end)) {
            if (rate.take(now)) {
                taken.add(now);
            } else {
                now = MonotonicTime.latest(now, rate.free()).plus(Duration.ofNanos(random.nextInt(3_000_000)));
            }
        }
        return taken;
    }

    private int burst(SteadyRate rate) {
        int burst = 0;
        while (rate.take(now)) {
            burst++;
        }
        return burst;
    }
}
