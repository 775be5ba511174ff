package io.arpfailover.agent.takeover;

import static io.arpfailover.agent.takeover.TestMember.A;
import static io.arpfailover.agent.takeover.TestMember.B;
import static io.arpfailover.agent.takeover.TestMember.asked;
import static io.arpfailover.agent.takeover.TestMember.fit;
import static io.arpfailover.agent.takeover.TestMember.ready;
import static io.arpfailover.agent.takeover.TestMember.unfit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.takeover.SwitchoverRequest.Decision;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SwitchoverRequestTest {
    private static final Decision WAIT = new Decision.Wait();

    private final SwitchoverRequest request = new SwitchoverRequest(A, Duration.ofMillis(500));

    private static MonotonicTime at(long millis) {
        return new MonotonicTime(millis * 1_000_000);
    }

    private Optional<Switchover> read(Switchover seen, long millis) {
        return request.read(new Intent(Optional.empty(), Set.of(), Optional.of(seen)), at(millis));
    }

    private void readNoneThen(Switchover asked) {
        request.read(Intent.NONE, at(0));
        assertEquals(Optional.empty(), read(asked, 10));
    }

    private static Decision refused(Switchover asked, String reason) {
        return new Decision.Close(asked.ended(Outcome.REFUSED, reason));
    }

    @Test
    void nothingAskedNothingDecided() {
        request.read(Intent.NONE, at(0));
        assertEquals(WAIT, request.asHolder(List.of(ready(B, "s1")), at(1)));
        assertEquals(WAIT, request.asHeirUnable("stranger"));
        assertEquals(Optional.empty(), request.wantsUs());
        assertEquals(MonotonicTime.NEVER, request.deadline());
    }

    @Test
    void leftoverIsRefusedAndNeverActedOn() {
        assertEquals(
                Optional.of(asked("s1", B)
                        .ended(Outcome.REFUSED, "left open before a joined; ask again if it is still wanted")),
                read(asked("s1", B), 0));
        assertEquals(WAIT, request.asHolder(List.of(ready(B, "s1")), at(1)));
        assertEquals(Optional.empty(), read(asked("s1", B), 2));
        assertEquals(WAIT, request.asHolder(List.of(ready(B, "s1")), at(3)));
    }

    @Test
    void requestThatEndedBeforeWeCameIsNoLeftover() {
        assertEquals(Optional.empty(), read(asked("s1", B).ended(Outcome.DONE, "done"), 0));
    }

    @Test
    void newSessionReadsFromTheStart() {
        readNoneThen(asked("s1", B));
        request.forget();
        assertEquals(false, request.isPending());
        assertEquals(true, read(asked("s1", B), 20).isPresent());
    }

    @Test
    void holderLetsGoWhenTheHeirIsReadyForThisRequest() {
        readNoneThen(asked("s1", B));
        assertEquals(WAIT, request.asHolder(List.of(fit(B)), at(11)));
        assertEquals(WAIT, request.asHolder(List.of(ready(B, "s0")), at(12)));
        assertEquals(
                new Decision.HandOver(B, "switchover asked by test"),
                request.asHolder(List.of(ready(B, "s1")), at(13)));
    }

    @Test
    void refusedOnceWhenTheHeirIsAbsent() {
        readNoneThen(asked("s1", B));
        assertEquals(
                refused(asked("s1", B), "b is not connected; start its agent, or check its ZooKeeper"),
                request.asHolder(List.of(), at(11)));
        assertEquals(WAIT, request.asHolder(List.of(), at(12)));
        assertEquals(Optional.empty(), read(asked("s1", B), 13));
        assertEquals(WAIT, request.asHolder(List.of(ready(B, "s1")), at(14)));
    }

    @Test
    void refusedWhenTheHeirIsUnfit() {
        readNoneThen(asked("s1", B));
        assertEquals(
                refused(asked("s1", B), "b is not fit: no carrier"),
                request.asHolder(List.of(unfit(B, "no carrier")), at(11)));
    }

    @Test
    void refusedWhenTheHeirTakesTooLong() {
        readNoneThen(asked("s1", B));
        assertEquals(at(510), request.deadline());
        assertEquals(WAIT, request.asHolder(List.of(fit(B)), at(509)));
        assertEquals(
                refused(asked("s1", B), "b did not become ready within 500 ms"),
                request.asHolder(List.of(fit(B)), at(510)));
        assertEquals(MonotonicTime.NEVER, request.deadline());
    }

    @Test
    void repeatedReadingDoesNotMoveTheDeadline() {
        readNoneThen(asked("s1", B));
        read(asked("s1", B), 400);
        assertEquals(at(510), request.deadline());
    }

    @Test
    void doneWhenTheHolderIsTheOneAskedFor() {
        readNoneThen(asked("s1", A));
        assertEquals(Optional.of("s1"), request.wantsUs());
        assertEquals(
                new Decision.Close(asked("s1", A).ended(Outcome.DONE, "a holds the addresses")),
                request.asHolder(List.of(), at(11)));
        assertEquals(Optional.empty(), request.wantsUs());
    }

    @Test
    void heirThatCannotSaysSoOnce() {
        readNoneThen(asked("s1", A));
        assertEquals(refused(asked("s1", A), "a cannot take over: stranger"), request.asHeirUnable("stranger"));
        assertEquals(WAIT, request.asHeirUnable("stranger"));
    }

    @Test
    void othersRequestIsNotOursToRefuse() {
        readNoneThen(asked("s1", B));
        assertEquals(WAIT, request.asHeirUnable("stranger"));
        assertEquals(Optional.empty(), request.wantsUs());
    }

    @Test
    void nextRequestStartsAfresh() {
        readNoneThen(asked("s1", B));
        request.asHolder(List.of(), at(11));
        read(asked("s1", B).ended(Outcome.REFUSED, "absent"), 12);
        read(asked("s2", B), 100);
        assertEquals(at(600), request.deadline());
        assertEquals(
                new Decision.HandOver(B, "switchover asked by test"),
                request.asHolder(List.of(ready(B, "s2")), at(101)));
    }
}
