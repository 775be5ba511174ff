package io.arpfailover.agent.acd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AcdTimingTest {

    @Test
    void rfc5227Section1_1Constants() {
        AcdTiming rfc = AcdTiming.RFC5227;
        assertEquals(Duration.ofSeconds(1), rfc.probeWait(), "PROBE_WAIT");
        assertEquals(3, rfc.probeNum(), "PROBE_NUM");
        assertEquals(Duration.ofSeconds(1), rfc.probeMin(), "PROBE_MIN");
        assertEquals(Duration.ofSeconds(2), rfc.probeMax(), "PROBE_MAX");
        assertEquals(Duration.ofSeconds(2), rfc.announceWait(), "ANNOUNCE_WAIT");
        assertEquals(2, rfc.announceNum(), "ANNOUNCE_NUM");
        assertEquals(Duration.ofSeconds(2), rfc.announceInterval(), "ANNOUNCE_INTERVAL");
        assertEquals(10, rfc.maxConflicts(), "MAX_CONFLICTS");
        assertEquals(Duration.ofSeconds(60), rfc.rateLimitInterval(), "RATE_LIMIT_INTERVAL");
        assertEquals(Duration.ofSeconds(10), rfc.defendInterval(), "DEFEND_INTERVAL");
    }

    @Test
    void ourOwnPauseAfterAConflictIsOneToTwoSeconds() {
        assertEquals(Duration.ofSeconds(1), AcdTiming.RFC5227.retryMin());
        assertEquals(Duration.ofSeconds(2), AcdTiming.RFC5227.retryMax());
    }

    @Test
    void theWorstCaseOfTheRfcIsSevenSeconds() {
        assertEquals(Duration.ofSeconds(7), AcdTiming.RFC5227.worstCase());
    }

    @Test
    void fastIsTheSameMachineInTwoHundredMilliseconds() {
        AcdTiming fast = AcdTiming.FAST;
        assertTrue(fast.worstCase().compareTo(Duration.ofMillis(200)) <= 0);
        assertTrue(fast.worstCase().compareTo(Duration.ofMillis(200).minusNanos(10)) > 0);
        assertEquals(Duration.ofNanos(28_571_428), fast.probeWait());
        assertEquals(Duration.ofNanos(28_571_428), fast.probeMin());
        assertEquals(Duration.ofNanos(57_142_857), fast.probeMax());
        assertEquals(Duration.ofNanos(57_142_857), fast.announceWait());
        assertEquals(3, fast.probeNum());
    }

    @Test
    void scalingTouchesOnlyTheProbing() {
        AcdTiming fast = AcdTiming.FAST;
        assertEquals(Duration.ofSeconds(2), fast.announceInterval());
        assertEquals(2, fast.announceNum());
        assertEquals(10, fast.maxConflicts());
        assertEquals(Duration.ofSeconds(60), fast.rateLimitInterval());
        assertEquals(Duration.ofSeconds(10), fast.defendInterval());
        assertEquals(Duration.ofSeconds(1), fast.retryMin());
        assertEquals(Duration.ofSeconds(2), fast.retryMax());
    }

    @Test
    void anyPositiveWorstCaseWillDo() {
        assertEquals(AcdTiming.RFC5227, AcdTiming.RFC5227.scaled(Duration.ofSeconds(7)));
        assertEquals(
                Duration.ofSeconds(70),
                AcdTiming.RFC5227.scaled(Duration.ofSeconds(70)).worstCase());
        assertThrows(IllegalArgumentException.class, () -> AcdTiming.RFC5227.scaled(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> AcdTiming.RFC5227.scaled(Duration.ofMillis(-1)));
    }

    @Test
    void thePauseAfterFailedSendsDoublesUpToProbeMin() {
        AcdTiming rfc = AcdTiming.RFC5227;
        assertEquals(Duration.ofMillis(100), rfc.resendAfter(1));
        assertEquals(Duration.ofMillis(200), rfc.resendAfter(2));
        assertEquals(Duration.ofMillis(800), rfc.resendAfter(4));
        assertEquals(Duration.ofSeconds(1), rfc.resendAfter(5));
        assertEquals(Duration.ofSeconds(1), rfc.resendAfter(1_000_000));
        assertEquals(Duration.ofNanos(2_857_142), AcdTiming.FAST.resendAfter(1));
    }
}
