package io.arpfailover.agent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one pass over a file has found so far: problems, and where each field is. */
final class Findings {
    private final Path file;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Map<String, Position> positions = new HashMap<>();

    Findings(Path file) {
        this.file = file;
    }

    void problem(Position position, String field, String message) {
        problems.add(new ConfigProblem(file, position, field, message));
    }

    void located(String field, Position position) {
        positions.put(field, position);
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
