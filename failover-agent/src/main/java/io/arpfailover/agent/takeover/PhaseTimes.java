package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** When each phase of one takeover was reached; each counts once, the first time. */
final class PhaseTimes {
    private final Map<Phase, MonotonicTime> reached = new EnumMap<>(Phase.class);

    static PhaseTimes startingAt(MonotonicTime suspected) {
        PhaseTimes times = new PhaseTimes();
        times.reach(Phase.SUSPECTED, suspected);
        return times;
    }

    void reach(Phase phase, MonotonicTime at) {
        reached.putIfAbsent(phase, at);
    }

    boolean has(Phase phase) {
        return reached.containsKey(phase);
    }

    Optional<MonotonicTime> at(Phase phase) {
        return Optional.ofNullable(reached.get(phase));
    }

    /** Phase names and microseconds from the first phase, in order. */
    Map<String, Long> micros() {
        Map<String, Long> micros = new LinkedHashMap<>();
        MonotonicTime origin = reached.get(Phase.SUSPECTED);
        reached.forEach(
                (phase, at) -> micros.put(phase.label(), origin.until(at).toNanos() / 1_000));
        return micros;
    }
}
