package io.arpfailover.agent.neighbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ResolverTimingTest {
    private static final ResolverTiming TIMING = ResolverTiming.DEFAULT;

    /** RFC 1122 section 2.3.2.1: "The recommended maximum rate is 1 per second per destination." */
    @Test
    void oneRequestASecond() {
        assertEquals(Duration.ofSeconds(1), TIMING.askInterval());
    }

    /** RFC 4861 section 10, which Linux's arp_tbl follows. */
    @Test
    void theConstantsOfRfc4861() {
        assertEquals(Duration.ofSeconds(30), TIMING.reachable(), "REACHABLE_TIME");
        assertEquals(Duration.ofSeconds(1), TIMING.retransmit(), "RETRANS_TIMER");
        assertEquals(Duration.ofSeconds(5), TIMING.delayFirstProbe(), "DELAY_FIRST_PROBE_TIME");
        assertEquals(3, TIMING.unicastSolicit(), "MAX_UNICAST_SOLICIT");
        assertEquals(3, TIMING.multicastSolicit(), "MAX_MULTICAST_SOLICIT");
    }

    /** Linux, ip-sysctl: gc_stale_time, locktime, gc_interval. */
    @Test
    void theConstantsOfLinux() {
        assertEquals(Duration.ofSeconds(60), TIMING.gcStale());
        assertEquals(Duration.ofSeconds(1), TIMING.locktime());
        assertEquals(Duration.ofSeconds(30), TIMING.gcInterval());
        assertEquals(new ResolverLimits(128, 512, 1024, 101, 212_992, 4 << 20), ResolverLimits.DEFAULT);
    }

    /** RFC 4861 section 10: MIN_RANDOM_FACTOR 0.5, MAX_RANDOM_FACTOR 1.5. */
    @Test
    void theReachableTimeIsDrawnBetweenHalfAndOneAndAHalf() {
        Random random = new Random(7);
        long second = Duration.ofSeconds(1).toNanos();
        LongStream draws =
                LongStream.generate(() -> TIMING.drawReachableNanos(random)).limit(10_000);
        var summary = draws.summaryStatistics();
        assertTrue(summary.getMin() >= 15 * second && summary.getMin() < 15.1 * second, summary::toString);
        assertTrue(summary.getMax() <= 45 * second && summary.getMax() > 44.9 * second, summary::toString);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> TIMING.withMulticastSolicit(0));
        assertThrows(IllegalArgumentException.class, () -> TIMING.withMulticastSolicit(101));
        assertThrows(IllegalArgumentException.class, () -> new ResolverLimits(5, 4, 10, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ResolverLimits(1, 4, 10, 1, 2, 1));
    }
}
