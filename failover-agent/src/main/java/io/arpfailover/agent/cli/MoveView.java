package io.arpfailover.agent.cli;

import io.arpfailover.agent.control.MoveReport;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A move in one line.
 *
 * @param zone the time zone of the reader
 */
record MoveView(MoveReport move, ZoneId zone) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** {@code 2026-01-01 12:00:00  epoch 7  b -> a  claimed +2.1 ms  …  (b was lost)}. */
    String line() {
        String phases = phases();
        return time() + "  epoch " + move.epoch() + "  " + route() + "  " + (phases.isEmpty() ? "" : phases + "  ")
                + "(" + move.why() + ")";
    }

    /** The same without the phases but the last. */
    String summary() {
        String took = move.phaseMicros().values().stream()
                .reduce((earlier, later) -> later)
                .map(micros -> " in " + millis(micros))
                .orElse("");
        return time() + "  " + route() + took + " (" + move.why() + ")";
    }

    /** Each phase and when it was reached. */
    String phases() {
        return move.phaseMicros().entrySet().stream()
                .map(phase -> phase.getKey() + " +" + millis(phase.getValue()))
                .collect(Collectors.joining("  "));
    }

    private String time() {
        return TIME.format(Instant.ofEpochMilli(move.atEpochMillis()).atZone(zone));
    }

    private String route() {
        return move.from().map(from -> from + " -> ").orElse("-> ") + move.to();
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
    }
}
