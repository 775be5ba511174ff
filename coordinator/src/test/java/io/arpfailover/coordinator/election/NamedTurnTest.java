package io.arpfailover.coordinator.election;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedTurnTest {
    private static final TurnEffect READ = new TurnEffect.Read();
    private static final TurnEffect OVER = new TurnEffect.Over("the tenure names another, or did");

    private final NamedTurn turn = new NamedTurn(TurnTiming.DEFAULT);

    @Test
    void whoIsNamedAnewWaitsUntilThePredecessorsReadsAreWorthNothing() {
        assertEquals(List.of(READ), turn.changed(at(0)));
        assertEquals(List.of(), turn.seen(at(0), true, 7, at(10)));
        assertEquals(List.of(), turn.seen(at(3000), true, 7, at(3039)));
        assertEquals(List.of(new TurnEffect.OursUntil(at(6030), true)), turn.seen(at(3030), true, 7, at(3040)));
        assertEquals(List.of(new TurnEffect.OursUntil(at(7000), false)), turn.seen(at(4000), true, 7, at(4010)));
    }

    @Test
    void itEndsAtOnceWhenAnotherIsNamedEvenIfWeAreAgain() {
        hold(7);
        assertEquals(List.of(OVER), turn.seen(at(4000), false, 8, at(4010)));
        hold(9);
        assertEquals(List.of(OVER), turn.seen(at(9000), true, 11, at(9010)), "epoch 10 was another's");
        assertEquals(List.of(), turn.seen(at(9020), false, 10, at(9030)), "a late answer");
    }

    @Test
    void readsAreRepeatedAndWithoutThemItEnds() {
        hold(7);
        turn.changed(at(4000));
        assertEquals(List.of(READ), turn.onTimeout(at(5000)));
        turn.onTimeout(at(6000));
        assertEquals(
                List.of(new TurnEffect.Over("the tenure could not be read in time"), READ), turn.onTimeout(at(7000)));
    }

    private void hold(long epoch) {
        MonotonicTime until = at(7000);
        turn.seen(at(0), true, epoch, at(0));
        assertEquals(List.of(new TurnEffect.OursUntil(until, true)), turn.seen(at(4000), true, epoch, at(4000)));
    }

    private static MonotonicTime at(long millis) {
        return new MonotonicTime(millis * 1_000_000);
    }
}
