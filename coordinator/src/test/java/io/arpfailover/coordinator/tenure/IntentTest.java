package io.arpfailover.coordinator.tenure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IntentTest {
    private static final NodeName A = new NodeName("a");
    private static final NodeName B = new NodeName("b");
    private static final Switchover FIRST = Switchover.asked("1", B, "test", false);
    private static final Switchover SECOND = Switchover.asked("2", A, "test", true);

    private final Intent wanted = Intent.NONE.paused("x").inMaintenance(B);

    @Test
    void aRequestIsOpenedOnlyWhenNoneIs() {
        Intent open = wanted.opened(FIRST);
        assertEquals(new Intent(Optional.of("x"), Set.of(B), Optional.of(FIRST)), open);
        assertEquals(open, open.opened(SECOND));
        Intent ended = open.closed(FIRST.ended(Outcome.DONE, "b holds"));
        assertEquals(Optional.empty(), ended.openSwitchover());
        assertEquals(Optional.of(SECOND), ended.opened(SECOND).openSwitchover());
    }

    @Test
    void aRequestIsNeitherOpenedNorClosedTwice() {
        Intent ended = wanted.opened(FIRST).closed(FIRST.ended(Outcome.REFUSED, "late"));
        assertEquals(ended, ended.opened(FIRST));
        assertEquals(ended, ended.closed(FIRST.ended(Outcome.DONE, "b holds")));
        assertEquals(wanted, wanted.closed(FIRST.ended(Outcome.DONE, "b holds")));
    }

    @Test
    void whoPausedFirstIsNamed() {
        assertEquals(Optional.of("x"), wanted.paused("y").pausedBy());
        assertEquals(Optional.of("y"), wanted.resumed().paused("y").pausedBy());
    }

    @Test
    void maintenanceIsPerMember() {
        assertEquals(Set.of(A, B), wanted.inMaintenance(A).inMaintenance(A).maintenance());
        assertEquals(
                Set.of(A), wanted.inMaintenance(A).inService(B).inService(B).maintenance());
        assertEquals(Optional.of("x"), wanted.inService(B).pausedBy());
    }
}
