package io.arpfailover.coordinator.election;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Each step of one candidate, then many candidates under faults. */
class TurnProtocolTest {
    private static final Candidate SELF = new Candidate("self");
    private static final Candidate OTHER = new Candidate("other");
    private static final TurnEffect READ = new TurnEffect.Read();

    private final TurnProtocol protocol = new TurnProtocol(SELF, TurnTiming.DEFAULT);

    @Test
    void aVacantTurnIsTakenAtOnceAndRenewedThreeTimesInItsLength() {
        assertEquals(List.of(READ), protocol.connected(at(0)));
        VersionedTurn vacant = new VersionedTurn(new Turn(Optional.empty(), 4), 1, 7);
        assertEquals(List.of(write(1, vacant, SELF, 5)), protocol.seen(vacant, at(10)));
        VersionedTurn mine = record(SELF, 5, 8);
        assertEquals(
                List.of(new TurnEffect.OursUntil(at(3010), true)),
                protocol.answered(1, new TurnAnswer.Applied(mine), at(20)),
                "counted from when the call left");
        assertEquals(at(1010), protocol.nextTimeout());
        assertEquals(List.of(write(2, mine, SELF, 5)), protocol.onTimeout(at(1010)));
        assertEquals(
                List.of(new TurnEffect.OursUntil(at(4010), false)),
                protocol.answered(2, new TurnAnswer.Applied(record(SELF, 5, 9)), at(1020)));
    }

    @Test
    void anothersTurnIsTakenWhenItsRecordStoodForTheLengthAndOnePercent() {
        protocol.connected(at(0));
        VersionedTurn theirs = record(OTHER, 3, 7);
        assertEquals(List.of(), protocol.seen(theirs, at(10)));
        assertEquals(at(3040), protocol.nextTimeout());
        assertEquals(List.of(), protocol.seen(theirs, at(2000)), "seen again, it is as old as before");
        VersionedTurn renewed = record(OTHER, 3, 8);
        assertEquals(List.of(), protocol.seen(renewed, at(3000)));
        assertEquals(List.of(), protocol.onTimeout(at(3040)));
        assertEquals(List.of(write(1, renewed, SELF, 4)), protocol.onTimeout(at(6030)));
        assertEquals(List.of(READ), protocol.answered(1, new TurnAnswer.Stale(), at(6040)));
        assertEquals(List.of(), protocol.seen(record(OTHER, 3, 9), at(6050)));
    }

    @Test
    void aNewRecordIsWaitedForAsIfItWereHeld() {
        protocol.connected(at(0));
        assertEquals(List.of(), protocol.seen(new VersionedTurn(Turn.NONE, 9, 0), at(0)));
        assertEquals(at(3030), protocol.nextTimeout());
    }

    @Test
    void aCallWithoutAnswerGivesNothingEvenIfItTookEffect() {
        protocol.connected(at(0));
        protocol.seen(new VersionedTurn(new Turn(Optional.empty(), 4), 1, 7), at(0));
        assertEquals(List.of(READ), protocol.answered(1, new TurnAnswer.Unknown("lost"), at(100)));
        VersionedTurn mine = record(SELF, 5, 8);
        assertEquals(List.of(), protocol.seen(mine, at(110)));
        assertEquals(at(1100), protocol.nextTimeout());
        assertEquals(List.of(write(2, mine, SELF, 5)), protocol.onTimeout(at(1100)));
        assertEquals(
                List.of(new TurnEffect.OursUntil(at(4100), true)),
                protocol.answered(2, new TurnAnswer.Applied(record(SELF, 5, 9)), at(1110)));
    }

    @Test
    void theTurnEndsByItselfAndAtTheSightOfAnother() {
        hold();
        assertEquals(List.of(write(2, record(SELF, 5, 8), SELF, 5)), protocol.onTimeout(at(1000)));
        assertEquals(at(3000), protocol.nextTimeout());
        assertEquals(List.of(new TurnEffect.Over("not renewed in time")), protocol.onTimeout(at(3000)));
    }

    @Test
    void anAnswerThatComesTooLateGivesNothing() {
        hold();
        protocol.onTimeout(at(1000));
        protocol.onTimeout(at(3000));
        VersionedTurn late = record(SELF, 5, 9);
        assertEquals(List.of(write(3, late, SELF, 5)), protocol.answered(2, new TurnAnswer.Applied(late), at(4000)));
    }

    @Test
    void theSightOfAnotherEndsIt() {
        hold();
        assertEquals(
                List.of(new TurnEffect.Over("the turn is another's: other")),
                protocol.seen(record(OTHER, 6, 9), at(500)));
    }

    @Test
    void whoLeavesMakesItVacantAndSaysSoFirst() {
        hold();
        VersionedTurn mine = record(SELF, 5, 8);
        assertEquals(
                List.of(new TurnEffect.Over("leaving"), new TurnEffect.Write(2, mine, new Turn(Optional.empty(), 5))),
                protocol.leave(at(500)));
        assertEquals(
                List.of(new TurnEffect.Left()),
                protocol.answered(
                        2, new TurnAnswer.Applied(new VersionedTurn(new Turn(Optional.empty(), 5), 1, 9)), at(510)));
        assertEquals(MonotonicTime.NEVER, protocol.nextTimeout());
    }

    @Test
    void underFaultsNeverTwoAndAfterwardsOne() {
        long changes = LongStream.range(0, 1_000)
                .map(seed -> {
                    TurnSimulation simulation = new TurnSimulation(seed, TurnSimulation.sound(5));
                    simulation.run(Duration.ofMinutes(2));
                    assertEquals(Optional.empty(), simulation.violation(), "seed " + seed);
                    assertEquals(1, simulation.holders(), "seed " + seed + ": holders when all is calm");
                    return simulation.changes();
                })
                .sum();
        assertTrue(changes > 5_000, "only " + changes + " changes: the faults do nothing");
    }

    /** That it can fail shows that it looks. */
    @Test
    void aCandidateOfLessPatienceIsFoundOut() {
        Duration sound = TurnTiming.DEFAULT.length();
        List<Duration> oneHasty = List.of(sound, sound, sound.dividedBy(2));
        assertTrue(
                LongStream.range(0, 50).anyMatch(seed -> {
                    TurnSimulation simulation = new TurnSimulation(seed, oneHasty);
                    simulation.run(Duration.ofMinutes(2));
                    return simulation.violation().isPresent();
                }),
                "no seed shows two");
    }

    private void hold() {
        protocol.connected(at(0));
        protocol.seen(new VersionedTurn(new Turn(Optional.empty(), 4), 1, 7), at(0));
        protocol.answered(1, new TurnAnswer.Applied(record(SELF, 5, 8)), at(10));
    }

    private static TurnEffect write(long call, VersionedTurn expected, Candidate by, long epoch) {
        return new TurnEffect.Write(call, expected, new Turn(Optional.of(by), epoch));
    }

    private static VersionedTurn record(Candidate holder, long epoch, int version) {
        return new VersionedTurn(new Turn(Optional.of(holder), epoch), 1, version);
    }

    private static MonotonicTime at(long millis) {
        return new MonotonicTime(millis * 1_000_000);
    }
}
