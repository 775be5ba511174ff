package io.arpfailover.agent.takeover;

import static io.arpfailover.agent.takeover.TestMember.A;
import static io.arpfailover.agent.takeover.TestMember.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnMovesTest {
    private static final Failback TO_B = new Failback.Preferred(B, Duration.ofSeconds(60));

    private final OwnMoves moves = new OwnMoves(TO_B, 2);

    private static MonotonicTime at(long seconds) {
        return new MonotonicTime(seconds * 1_000_000_000);
    }

    @Test
    void thePreferredIsDueWhenItHasBeenFitForTheDelay() {
        moves.heirIs(Optional.of(B), at(0));
        assertEquals(at(60), moves.nextTimeout());
        moves.onTimeout(at(59));
        assertFalse(moves.isDueBack());
        moves.onTimeout(at(60));
        assertTrue(moves.isDueBack());
        assertEquals(B, moves.dueBackTo());
        assertEquals(MonotonicTime.NEVER, moves.nextTimeout());
    }

    @Test
    void tellingTheSameAgainDoesNotPutItOff() {
        moves.heirIs(Optional.of(B), at(0));
        moves.heirIs(Optional.of(B), at(50));
        moves.onTimeout(at(60));
        assertTrue(moves.isDueBack());
    }

    @Test
    void theDelayBeginsAnewWhenItWasUnfitMeanwhile() {
        moves.heirIs(Optional.of(B), at(0));
        moves.heirIs(Optional.empty(), at(50));
        assertEquals(MonotonicTime.NEVER, moves.nextTimeout());
        moves.heirIs(Optional.of(B), at(55));
        moves.onTimeout(at(60));
        assertFalse(moves.isDueBack());
        moves.onTimeout(at(115));
        assertTrue(moves.isDueBack());
    }

    @Test
    void nobodyElseIsEverDue() {
        OwnMoves others = new OwnMoves(new Failback.Preferred(A, Duration.ofSeconds(60)), 2);
        OwnMoves sticky = new OwnMoves(new Failback.Sticky(), 2);
        others.heirIs(Optional.of(B), at(0));
        sticky.heirIs(Optional.of(B), at(0));
        assertEquals(MonotonicTime.NEVER, others.nextTimeout());
        assertEquals(MonotonicTime.NEVER, sticky.nextTimeout());
    }

    @Test
    void anAttemptRestsBeforeTheNext() {
        moves.heirIs(Optional.of(B), at(0));
        moves.onTimeout(at(60));
        moves.notBefore(at(70));
        assertTrue(moves.isResting());
        assertFalse(moves.isDueBack());
        assertEquals(at(70), moves.nextTimeout());
        moves.onTimeout(at(70));
        assertFalse(moves.isResting());
        assertTrue(moves.isDueBack());
    }

    @Test
    void anHourHoldsSoManyMovesAndTheFirstEpochSeenIsNone() {
        moves.seen(7, at(0));
        moves.seen(8, at(10));
        moves.seen(8, at(11));
        assertTrue(moves.withinLimit(at(11)));
        moves.seen(9, at(20));
        assertFalse(moves.withinLimit(at(21)));
        assertEquals(at(3_610), moves.allowsAgain(at(21)));
        assertFalse(moves.withinLimit(at(3_609)));
        assertTrue(moves.withinLimit(at(3_610)));
    }

    @Test
    void anEpochOfThePastIsNoMove() {
        moves.seen(7, at(0));
        moves.seen(6, at(1));
        moves.seen(7, at(2));
        moves.seen(8, at(3));
        assertTrue(moves.withinLimit(at(4)));
    }
}
