package io.arpfailover.agent.inspect;

import static io.arpfailover.agent.inspect.SourceRates.Answer.EXCEEDED;
import static io.arpfailover.agent.inspect.SourceRates.Answer.TURNED_EXCEEDED;
import static io.arpfailover.agent.inspect.SourceRates.Answer.WITHIN;
import static io.arpfailover.agent.inspect.TestLan.A;
import static io.arpfailover.agent.inspect.TestLan.HOST;
import static io.arpfailover.agent.inspect.TestLan.says;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SourceRatesTest {
    private static final long MAC = A.bits();
    private static final long START = TestLan.START.nanos();
    private static final long SECOND = 1_000_000_000L;

    /** Cisco's dynamic ARP inspection: 15 frames a second, burst interval 1 s, recovery after 300 s. */
    @Test
    void theDefaultIsThatOfASwitch() {
        assertEquals(new RateLimit(15, Duration.ofSeconds(1), Duration.ofMinutes(5)), RateLimit.DEFAULT);
    }

    @Test
    void theSixteenthFrameInASecondIsOneTooMany() {
        SourceRates rates = rates(RateLimit.DEFAULT);
        for (int i = 0; i < 15; i++) {
            assertEquals(WITHIN, rates.count(MAC, START + i * SECOND / 16));
        }
        assertEquals(TURNED_EXCEEDED, rates.count(MAC, START + SECOND - 1));
    }

    @Test
    void fifteenInEverySecondAreWithinForEver() {
        SourceRates rates = rates(RateLimit.DEFAULT);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(WITHIN, rates.count(MAC, START + i * SECOND / 15 + i));
        }
    }

    @Test
    void whoWasTooFastIsShutOffUntilTheRecovery() {
        SourceRates rates = rates(RateLimit.DEFAULT);
        long off = exceed(rates);
        assertEquals(EXCEEDED, rates.count(MAC, off + 300 * SECOND - 1));
        assertEquals(WITHIN, rates.count(MAC, off + 300 * SECOND));
    }

    @Test
    void withoutARecoveryOnlyWhatIsTooMuchIsDenied() {
        SourceRates rates = rates(new RateLimit(15, Duration.ofSeconds(1), Duration.ZERO));
        long at = exceed(rates);
        assertEquals(EXCEEDED, rates.count(MAC, at));
        assertEquals(WITHIN, rates.count(MAC, at + SECOND));
    }

    @Test
    void ofTooManyStationsTheOneSilentForLongestIsForgotten() {
        SourceRates rates = rates(RateLimit.DEFAULT);
        long at = exceed(rates);
        for (int i = 0; i < 4; i++) {
            assertEquals(WITHIN, rates.count(MAC + 1 + i, at));
        }
        assertEquals(WITHIN, rates.count(MAC, at));
    }

    @Test
    void theInspectorTellsOnceAndDeniesTheRest() {
        TestLan lan = new TestLan(Policy.DEFAULT);
        for (int i = 0; i < 15; i++) {
            assertEquals(Verdict.PERMITTED, lan.hear(says(A, HOST)).verdict());
            lan.pass(Duration.ofMillis(60));
        }
        assertEquals(List.of(FindingKind.RATE_EXCEEDED), lan.kinds(says(A, HOST)));
        assertEquals(List.of(), lan.kinds(says(A, TestLan.OTHER)));
        assertEquals(Verdict.TOO_MANY, lan.hear(says(A, HOST)).verdict());
        assertEquals(3, lan.inspector.counters().frames().get(Verdict.TOO_MANY));
    }

    private static long exceed(SourceRates rates) {
        for (int i = 0; i < 15; i++) {
            assertEquals(WITHIN, rates.count(MAC, START));
        }
        assertEquals(TURNED_EXCEEDED, rates.count(MAC, START));
        return START;
    }

    private static SourceRates rates(RateLimit limit) {
        return new SourceRates(4, limit, new Random(826));
    }
}
