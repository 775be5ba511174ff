package io.arpfailover.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationReaderTest {
    @ParameterizedTest
    @CsvSource({"0ms, PT0S", "800ms, PT0.8S", "10s, PT10S", "5m, PT5M", "2h, PT2H"})
    void aNumberAndItsUnit(String text, Duration expected) {
        assertEquals(expected, new DurationReader().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "-1s", "0.2s", "1 s", "1d", "1234567890s", "soon"})
    void nothingElse(String text) {
        TypeConversionException wrong =
                assertThrows(TypeConversionException.class, () -> new DurationReader().convert(text));
        assertEquals("not a time: '" + text + "' (a whole number and ms, s, m or h, as in 10s)", wrong.getMessage());
    }
}
