package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.G;
import static io.arpfailover.coordinator.tenure.Samples.T;
import static io.arpfailover.coordinator.tenure.Samples.TIMING;
import static io.arpfailover.coordinator.tenure.Samples.ack;
import static io.arpfailover.coordinator.tenure.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private final Heartbeats heartbeats = new Heartbeats(TIMING);

    private static Heartbeat beat(long millis) {
        return new Heartbeat(4, at(millis), T);
    }

    private List<Heartbeat> leased(long millis) {
        return heartbeats.onTimeout(4, true, at(millis));
    }

    @Test
    void nothingBeforeTheyBegin() {
        assertEquals(MonotonicTime.NEVER, heartbeats.nextTimeout());
        assertEquals(List.of(), leased(1_000));
    }

    @Test
    void theFirstAtOnceThenEveryFifthOfAPromise() {
        heartbeats.begin(at(0));
        assertEquals(at(0), heartbeats.nextTimeout());
        assertEquals(List.of(beat(0)), leased(0));
        assertEquals(at(100), heartbeats.nextTimeout());
        assertEquals(List.of(), leased(99));
        assertEquals(List.of(beat(100)), leased(100));
    }

    @Test
    void twiceAsOftenWithoutALease() {
        heartbeats.begin(at(0));
        heartbeats.onTimeout(4, false, at(0));
        assertEquals(at(50), heartbeats.nextTimeout());
    }

    @Test
    void aLateTurnSendsOneAndNotThoseItMissed() {
        heartbeats.begin(at(0));
        leased(0);
        assertEquals(List.of(beat(1_000)), leased(1_000));
        assertEquals(at(1_100), heartbeats.nextTimeout());
    }

    @Test
    void theLongOneIsAskedForBesideTheShortOnce() {
        heartbeats.begin(at(0));
        heartbeats.askLong(at(0));
        assertEquals(List.of(beat(0), new Heartbeat(4, at(0), G)), leased(0));
        assertEquals(List.of(beat(100)), leased(100));
    }

    @Test
    void theLongOneIsAskedForAgainAfterAPromiseUntilItIsGiven() {
        heartbeats.begin(at(0));
        heartbeats.askLong(at(0));
        leased(0);
        assertEquals(List.of(beat(500), new Heartbeat(4, at(500), G)), leased(500));
        assertEquals(Optional.of(at(10_500)), heartbeats.worth(new Ack(4, at(500), G), at(510)));
        assertEquals(List.of(beat(1_000)), leased(1_000));
    }

    @Test
    void anAckIsWorthWhatWasAskedForFromWhenItWas() {
        heartbeats.begin(at(0));
        leased(0);
        assertEquals(Optional.of(at(500)), heartbeats.worth(ack(4, 0), at(300)));
    }

    @Test
    void anAckThatComesWithLessThanAQuarterLeftIsWorthNothing() {
        heartbeats.begin(at(0));
        leased(0);
        leased(100);
        assertEquals(Optional.of(at(500)), heartbeats.worth(ack(4, 0), at(375)));
        assertEquals(Optional.empty(), heartbeats.worth(ack(4, 100), at(476)));
    }

    /** With T of 100 ms: what the kernel would find over ends the lease it should prolong. */
    @Test
    void anAckThatTheKernelMayFindOverIsWorthNothing() {
        Heartbeats fast = new Heartbeats(PromiseTiming.FAST);
        Duration promise = PromiseTiming.FAST.promise();
        fast.begin(at(0));
        fast.onTimeout(4, true, at(0));
        fast.onTimeout(4, true, at(20));
        assertEquals(Optional.of(at(100)), fast.worth(new Ack(4, at(0), promise), at(60)));
        assertEquals(Optional.empty(), fast.worth(new Ack(4, at(20), promise), at(81)));
    }

    @Test
    void anAckCountsOnce() {
        heartbeats.begin(at(0));
        leased(0);
        heartbeats.worth(ack(4, 0), at(2));
        assertEquals(Optional.empty(), heartbeats.worth(ack(4, 0), at(3)));
        assertEquals(1, heartbeats.answeredInARow());
    }

    @Test
    void whatWasNeverSentIsNotAnswered() {
        heartbeats.begin(at(0));
        leased(0);
        assertEquals(Optional.empty(), heartbeats.worth(ack(4, 1), at(2)));
        assertEquals(Optional.empty(), heartbeats.worth(ack(3, 0), at(2)));
        assertEquals(Optional.empty(), heartbeats.worth(new Ack(4, at(0), G), at(2)));
        assertEquals(0, heartbeats.answeredInARow());
    }

    @Test
    void stoppedTheyKnowNothingOfWhatIsOnItsWay() {
        heartbeats.begin(at(0));
        heartbeats.askLong(at(0));
        leased(0);
        heartbeats.stop();
        assertEquals(MonotonicTime.NEVER, heartbeats.nextTimeout());
        assertEquals(Optional.empty(), heartbeats.worth(ack(4, 0), at(2)));
        assertEquals(List.of(), leased(1_000));
    }

    @Test
    void answersAreCountedUntilASilence() {
        heartbeats.begin(at(0));
        leased(0);
        leased(100);
        heartbeats.worth(ack(4, 0), at(2));
        heartbeats.worth(ack(4, 100), at(102));
        assertEquals(2, heartbeats.answeredInARow());
        heartbeats.silence();
        assertEquals(0, heartbeats.answeredInARow());
    }

    /** Two of three answered would otherwise pair, and part, again and again. */
    @Test
    void oneThatWasNotAnsweredBeginsTheCountAnew() {
        heartbeats.begin(at(0));
        for (long left = 0; left <= 300; left += 100) {
            leased(left);
        }
        heartbeats.worth(ack(4, 0), at(2));
        heartbeats.worth(ack(4, 100), at(102));
        assertEquals(Optional.of(at(800)), heartbeats.worth(ack(4, 300), at(302)));
        assertEquals(1, heartbeats.answeredInARow());
        assertEquals(Optional.empty(), heartbeats.worth(ack(4, 200), at(303)), "the later answer says more");
    }

    @Test
    void oneAnsweredTooLateBeginsTheCountAnew() {
        heartbeats.begin(at(0));
        leased(0);
        leased(100);
        heartbeats.worth(ack(4, 0), at(376));
        heartbeats.worth(ack(4, 100), at(377));
        assertEquals(1, heartbeats.answeredInARow());
    }

    @Test
    void theLongOneMayTakeLonger() {
        heartbeats.begin(at(0));
        heartbeats.askLong(at(0));
        leased(0);
        leased(100);
        heartbeats.worth(ack(4, 0), at(2));
        heartbeats.worth(ack(4, 100), at(102));
        assertEquals(2, heartbeats.answeredInARow());
        assertEquals(Optional.of(at(10_000)), heartbeats.worth(new Ack(4, at(0), G), at(110)));
        assertEquals(3, heartbeats.answeredInARow());
    }

    /** Whoever never answers must not fill the memory. */
    @Test
    void theOldestOfManyUnansweredIsForgotten() {
        heartbeats.begin(at(0));
        for (int i = 0; i <= 64; i++) {
            leased(i * 100L);
        }
        assertEquals(Optional.empty(), heartbeats.worth(ack(4, 0), at(1)));
        assertEquals(Optional.of(at(600)), heartbeats.worth(ack(4, 100), at(101)));
    }
}
