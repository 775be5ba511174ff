package io.arpfailover.coordinator.tenure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromiseTimingTest {
    @Test
    void theRestFollowsFromT() {
        assertEquals(Duration.ofMillis(100), PromiseTiming.DEFAULT.heartbeatEvery());
        assertEquals(Duration.ofMillis(250), PromiseTiming.DEFAULT.suspicionAfter());
        assertEquals(Duration.ofMillis(20), PromiseTiming.FAST.heartbeatEvery());
        assertEquals(Duration.ofMillis(50), PromiseTiming.FAST.suspicionAfter());
    }

    /** Rule 2: whoever promises keeps it for 1 % longer than it is worth. */
    @Test
    void isKeptLongerThanItIsWorth() {
        assertEquals(Duration.ofMillis(505), PromiseTiming.kept(Duration.ofMillis(500)));
        assertEquals(Duration.ofMillis(10_100), PromiseTiming.kept(Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource({"0, 10000", "-1, 10000", "500, 499"})
    void refused(long promise, long restart) {
        Duration t = Duration.ofMillis(promise);
        Duration g = Duration.ofMillis(restart);
        assertThrows(IllegalArgumentException.class, () -> new PromiseTiming(t, g));
    }
}
