package io.arpfailover.coordinator.zookeeper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SwitchoverDeskTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final OpenRequests requests = new OpenRequests();
    private Intent written = Intent.NONE.paused("before");

    @Test
    void theMembersAnswer() throws Exception {
        CompletableFuture<Switchover> answer = desk(LONG).request(Lab.B, "test", true);
        Switchover open = written.openSwitchover().orElseThrow();
        assertEquals(Switchover.asked(open.id(), Lab.B, "test", true), open);
        assertEquals(Optional.of("before"), written.pausedBy(), "the rest stays");
        requests.read(written);
        assertFalse(answer.isDone());
        Switchover ended = open.ended(Outcome.DONE, "b holds");
        requests.read(written.closed(ended));
        assertEquals(ended, answer.get(10, TimeUnit.SECONDS));
        assertEquals(0, requests.count());
    }

    @Test
    void onlyOneAtATime() throws Exception {
        SwitchoverDesk desk = desk(LONG);
        var unused = desk.request(Lab.B, "first", false);
        Switchover second = desk.request(Lab.A, "second", false).get(10, TimeUnit.SECONDS);
        assertEquals(Outcome.REFUSED, second.outcome());
        assertEquals("another switchover is under way; try again when it has ended", second.reason());
        assertEquals("first", written.openSwitchover().orElseThrow().by());
    }

    @Test
    void whenNobodyActsItIsClosedAndSaidSo() throws Exception {
        Switchover late = desk(SHORT).request(Lab.B, "test", false).get(10, TimeUnit.SECONDS);
        assertEquals("nobody acted on it within 0 s; see 'status' of both servers", late.reason());
        assertEquals(Optional.of(late), written.switchover());
        assertEquals(Outcome.REFUSED, late.outcome());
    }

    /** The record, not the clock, says how it ended: the watch may have missed it. */
    @Test
    void anEndThatWasNotHeardOfIsFound() throws Exception {
        CompletableFuture<Switchover> answer = desk(Duration.ofMillis(200)).request(Lab.B, "test", false);
        Switchover ended = written.openSwitchover().orElseThrow().ended(Outcome.DONE, "b holds");
        written = written.closed(ended);
        assertEquals(ended, answer.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aRequestThatIsNotWrittenFails() {
        SwitchoverDesk desk =
                new SwitchoverDesk(change -> CompletableFuture.failedFuture(new StoreException("no")), requests, LONG);
        CompletableFuture<Switchover> answer = desk.request(Lab.B, "test", false);
        ExecutionException failure = assertThrows(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS));
        assertEquals("no", failure.getCause().getMessage());
        assertEquals(0, requests.count());
    }

    @Test
    void aZooKeeperThatDoesNotAnswerGetsNoCrowd() throws Exception {
        SwitchoverDesk desk = new SwitchoverDesk(change -> new CompletableFuture<>(), requests, LONG);
        for (int waiting = 0; waiting < 32; waiting++) {
            assertFalse(desk.request(Lab.B, "test", false).isDone());
        }
        Switchover tooMany = desk.request(Lab.B, "test", false).get(10, TimeUnit.SECONDS);
        assertTrue(tooMany.reason().startsWith("too many wait"), tooMany.reason());
    }

    @Test
    void whoWaitsForAZooKeeperThatDoesNotAnswerIsToldInTime() throws Exception {
        SwitchoverDesk desk = new SwitchoverDesk(change -> new CompletableFuture<>(), requests, SHORT);
        assertEquals(
                Outcome.REFUSED,
                desk.request(Lab.B, "test", false).get(10, TimeUnit.SECONDS).outcome());
    }

    private SwitchoverDesk desk(Duration patience) {
        return new SwitchoverDesk(this::change, requests, patience);
    }

    private CompletableFuture<Intent> change(UnaryOperator<Intent> change) {
        written = change.apply(written);
        return CompletableFuture.completedFuture(written);
    }
}
