package io.arpfailover.agent.fuzz;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The inputs that are kept, among them whatever was once found: no fuzzer is needed to try them again. */
class FuzzCorpusTest {
    static Stream<Class<?>> targets() {
        return Targets.all();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void knownInputsAreHandled(Class<?> target) throws IOException {
        List<Path> inputs = inputsOf(target);
        assertFalse(inputs.isEmpty(), "a target needs inputs to begin with");
        for (Path input : inputs) {
            byte[] octets = Files.readAllBytes(input);
            assertDoesNotThrow(() -> Targets.run(target, octets), input.toString());
        }
    }

    private static List<Path> inputsOf(Class<?> target) throws IOException {
        try (Stream<Path> files = Files.list(Targets.corpusOf(target))) {
            return files.sorted().toList();
        }
    }
}
