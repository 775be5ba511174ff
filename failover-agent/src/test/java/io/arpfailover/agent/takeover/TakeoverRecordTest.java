package io.arpfailover.agent.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TakeoverRecordTest {
    private static final NodeName A = new NodeName("a");
    private static final NodeName B = new NodeName("b");

    private final TakeoverRecord record = new TakeoverRecord();

    private static MonotonicTime at(long millis) {
        return new MonotonicTime(millis * 1_000_000);
    }

    private static Tenure tenure(NodeName holder, long epoch) {
        return new Tenure(Optional.of(holder), epoch, Mode.SOLO, Optional.empty(), 1, "test");
    }

    /** The other held epoch 4; we suspected at 0, claimed at 3, installed at 4 and announced at 5. */
    private void announced() {
        record.seen(tenure(B, 4));
        record.suspected(at(0));
        record.seen(tenure(A, 5));
        record.claimed(at(3));
        record.reached(Phase.INSTALLED, at(4));
        record.reached(Phase.ANNOUNCED, at(5));
    }

    private Optional<Move> entry(long millis) {
        return record.entry(A, tenure(A, 5), true, at(millis)).map(Effect.RecordMove::move);
    }

    @Test
    void writtenOnceWithTheReceipt() {
        announced();
        assertEquals(Optional.empty(), entry(6));
        record.reached(Phase.REPOINTED, at(7));
        Move move = entry(7).orElseThrow();
        assertEquals(5, move.epoch());
        assertEquals(A, move.to());
        assertEquals(Optional.of(B), move.from());
        assertEquals(
                Map.of(
                        "suspected",
                        0L,
                        "claimed",
                        3_000L,
                        "installed",
                        4_000L,
                        "announced",
                        5_000L,
                        "repointed",
                        7_000L),
                move.phaseMicros());
        assertEquals(
                List.of("suspected", "claimed", "installed", "announced", "repointed"),
                List.copyOf(move.phaseMicros().keySet()));
        assertEquals(Optional.empty(), entry(8));
    }

    @Test
    void writtenWithoutReceiptAfterASecond() {
        announced();
        assertEquals(at(1_005), record.deadline());
        assertEquals(Optional.empty(), entry(1_004));
        assertEquals(4, entry(1_005).orElseThrow().phaseMicros().size());
        assertEquals(MonotonicTime.NEVER, record.deadline());
    }

    @Test
    void writtenAtOnceWhereNobodyCanAnswer() {
        announced();
        assertEquals(
                5,
                record.entry(A, tenure(A, 5), false, at(5)).orElseThrow().move().epoch());
    }

    @Test
    void epochFoundAtStartIsNoMove() {
        record.seen(tenure(A, 5));
        record.suspected(at(0));
        record.claimed(at(3));
        record.reached(Phase.ANNOUNCED, at(5));
        record.reached(Phase.REPOINTED, at(7));
        assertEquals(Optional.empty(), entry(7));
    }

    @Test
    void sameEpochClaimedAgainIsNoSecondMove() {
        announced();
        record.reached(Phase.REPOINTED, at(7));
        assertEquals(true, entry(7).isPresent());
        record.reset();
        record.suspected(at(100));
        record.claimed(at(101));
        record.reached(Phase.ANNOUNCED, at(102));
        record.reached(Phase.REPOINTED, at(103));
        assertEquals(Optional.empty(), entry(103));
    }

    @Test
    void moveThatWasCutShortIsWrittenByTheNextClaim() {
        announced();
        record.reset();
        assertEquals(Optional.empty(), entry(2_000));
        record.suspected(at(3_000));
        record.claimed(at(3_002));
        record.reached(Phase.ANNOUNCED, at(3_003));
        record.reached(Phase.REPOINTED, at(3_004));
        assertEquals(4_000L, entry(3_004).orElseThrow().phaseMicros().get("repointed"));
    }

    @Test
    void suspicionCountsOnce() {
        record.suspected(at(0));
        record.suspected(at(50));
        record.reached(Phase.CLAIMED, at(60));
        assertEquals(Map.of("suspected", 0L, "claimed", 60_000L), record.phaseMicros());
    }
}
