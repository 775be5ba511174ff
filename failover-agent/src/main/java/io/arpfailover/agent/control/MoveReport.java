package io.arpfailover.agent.control;

import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One time the addresses changed their holder, as it is shown.
 *
 * @param epoch the epoch that began
 * @param to the new holder
 * @param from the holder before; absent for the first
 * @param why what made it move
 * @param atEpochMillis when the new holder had claimed, wall-clock milliseconds since 1970
 * @param phaseMicros each phase reached and the microseconds from the first of them to it, in order
 */
public record MoveReport(
        long epoch, String to, Optional<String> from, String why, long atEpochMillis, Map<String, Long> phaseMicros) {

    public MoveReport {
        phaseMicros = Collections.unmodifiableMap(new LinkedHashMap<>(phaseMicros));
    }

    public static MoveReport of(Move move) {
        return new MoveReport(
                move.epoch(),
                move.to().text(),
                move.from().map(NodeName::text),
                move.why(),
                move.atEpochMillis(),
                move.phaseMicros());
    }
}
