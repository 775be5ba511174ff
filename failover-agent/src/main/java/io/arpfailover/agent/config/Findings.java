package io.arpfailover.agent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one pass over a file has found so far: problems, where each field is, and what was asked for. */
final class Findings {
    private final Path file;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Map<String, Position> positions = new HashMap<>();
    private final Map<Key, Scalar<?>> asked = new EnumMap<>(Key.class);

    Findings(Path file) {
        this.file = file;
    }

    void problem(Position position, String field, String message) {
        problems.add(new ConfigProblem(file, position, field, message));
    }

    void located(String field, Position position) {
        positions.put(field, position);
    }

    /** This kind of value was looked for under this key, found or not. */
    void asked(Key key, Scalar<?> kind) {
        asked.put(key, kind);
    }

    Map<Key, Scalar<?>> asked() {
        return Map.copyOf(asked);
    }

    boolean areClean() {
        return problems.isEmpty();
    }

    Positions positions() {
        return new Positions(file, positions);
    }

    /** The problems in the order of the file. */
    ConfigurationReading.Invalid invalid() {
        List<ConfigProblem> inOrder = new ArrayList<>(problems);
        inOrder.sort(Comparator.comparingInt(
                        (ConfigProblem problem) -> problem.position().line())
                .thenComparingInt(problem -> problem.position().column()));
        return new ConfigurationReading.Invalid(inOrder);
    }
}
