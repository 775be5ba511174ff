package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Keeps the phase times of the takeover under way, and makes the history's entry of it. */
final class TakeoverRecord {
    /** How long the entry waits for the gateway's receipt. */
    private static final Duration RECEIPT_PATIENCE = Duration.ofSeconds(1);

    private PhaseTimes times = new PhaseTimes();
    private long latestEpoch = -1;
    private Optional<NodeName> latestHolder = Optional.empty();
    private Optional<NodeName> from = Optional.empty();
    private boolean moved;
    private boolean written = true;

    /** The addresses may need a new holder: the clock of a takeover starts, unless it runs already. */
    void suspected(MonotonicTime now) {
        if (times.micros().isEmpty()) {
            times = PhaseTimes.startingAt(now);
        }
    }

    /** The takeover was called off, or the holding it led to has ended. */
    void reset() {
        times = new PhaseTimes();
        written = true;
    }

    /**
     * The tenure as it now is. An epoch that appears after the first reading is a move; the one found at start is not.
     */
    void seen(Tenure tenure) {
        if (tenure.epoch() > latestEpoch) {
            moved = latestEpoch >= 0;
            from = latestHolder;
            latestEpoch = tenure.epoch();
        }
        latestHolder = tenure.holder();
    }

    void claimed(MonotonicTime now) {
        times.reach(Phase.CLAIMED, now);
        written = !moved;
    }

    void reached(Phase phase, MonotonicTime now) {
        times.reach(phase, now);
    }

    boolean has(Phase phase) {
        return times.has(phase);
    }

    /** When the entry must be written even without a receipt. */
    MonotonicTime deadline() {
        return written
                ? MonotonicTime.NEVER
                : times.at(Phase.ANNOUNCED).map(at -> at.plus(RECEIPT_PATIENCE)).orElse(MonotonicTime.NEVER);
    }

    /** The history's entry, once: when the gateway has repointed, or there is none, or it stays silent. */
    Optional<Effect.RecordMove> entry(NodeName self, Tenure tenure, boolean receiptExpected, MonotonicTime now) {
        boolean complete = times.has(Phase.ANNOUNCED) && (times.has(Phase.REPOINTED) || !receiptExpected);
        if (written || !(complete || now.hasReached(deadline()))) {
            return Optional.empty();
        }
        written = true;
        moved = false;
        Move move = new Move(tenure.epoch(), self, from, tenure.why(), 0, times.micros());
        return Optional.of(new Effect.RecordMove(move, times.at(Phase.CLAIMED).orElse(now)));
    }

    Map<String, Long> phaseMicros() {
        return times.micros();
    }
}
