package io.arpfailover.agent.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.arpfailover.agent.config.ConfigProblem;
import io.arpfailover.agent.inspect.Binding;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingsFileTest {
    private static final Binding PRINTER =
            new Binding(Ipv4Address.parse("10.77.0.7"), MacAddress.parse("02:00:0a:4d:00:07"));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "10.77.0.7 02:00:0a:4d:00:07",
        "10.77.0.7\t02:00:0A:4D:00:07   the printer",
        "'   10.77.0.7 02:00:0a:4d:00:07# the printer'",
        "02:00:0a:4d:00:07 10.77.0.7",
        "2:0:a:4d:0:7\t10.77.0.7\t1790000000\tprinter\teth0"
    })
    void readsEitherOrderWithWhateverBehind(String line) {
        assertEquals(List.of(PRINTER), valid("# bindings\n\n" + line.replace("\\t", "\t") + "\n"));
    }

    @Test
    void theSameLineTwiceIsNoConflict() {
        assertEquals(List.of(PRINTER), valid("10.77.0.7 02:00:0a:4d:00:07\n02:00:0a:4d:00:07 10.77.0.7\n"));
        assertEquals(List.of(), valid(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "10.77.0.7                   | 1:10 | the MAC address is missing; write the line as '10.77.0.7 02:00:0a:4d:00:07'",
                "10.77.0.300 02:00:0a:4d:0:7 | 1:1  | not an IPv4 address: '10.77.0.300' (four numbers from 0 to 255, as in 10.77.0.100)",
                "10.77.0.7 02-00-0a-4d-00-07 | 1:11 | not a MAC address: '02-00-0a-4d-00-07' (six hexadecimal pairs, as in 02:00:0a:4d:00:01)",
                "02:00:0a:4d:00 10.77.0.7    | 1:1  | not a MAC address: '02:00:0a:4d:00' (six hexadecimal pairs, as in 02:00:0a:4d:00:01)",
                "02:00:0a:4d:00:07 printer   | 1:19 | not an IPv4 address: 'printer' (four numbers from 0 to 255, as in 10.77.0.100)",
                "02:00:0a:4d:00:07           | 1:18 | the address is missing; write the line as '10.77.0.7 02:00:0a:4d:00:07'",
                "10.77.0.7 ff:ff:ff:ff:ff:ff | 1:11 | not a MAC address of a station: ff:ff:ff:ff:ff:ff",
                "10.77.0.7 0:0:0:0:0:0       | 1:11 | not a MAC address of a station: 00:00:00:00:00:00",
                "224.0.0.1 02:00:0a:4d:00:07 | 1:1  | not an address of a host: 224.0.0.1"
            })
    void everyMistakeHasItsPlaceAndItsRemedy(String line, String place, String message) {
        Path file = file(line + "\n");
        assertEquals(List.of(file + ":" + place + ": " + message), texts(invalid(file)));
    }

    @Test
    void aConflictNamesBothLines() {
        Path file = file("10.77.0.7 02:00:0a:4d:00:07\n# other\n02:00:0a:4d:00:08 10.77.0.7\n");
        assertEquals(
                List.of(file
                        + ":3:19: 10.77.0.7 is bound to 02:00:0a:4d:00:08 here, and to 02:00:0a:4d:00:07 in line 1;"
                        + " remove one"),
                texts(invalid(file)));
    }

    @Test
    void allMistakesAreToldAtOnceUpToTwenty() {
        assertEquals(
                3,
                invalid(file("one\n10.77.0.7 02:00:0a:4d:00:07\ntwo\nthree\n")).size());
        assertEquals(
                BindingsFile.MOST_PROBLEMS, invalid(file("wrong\n".repeat(100))).size());
    }

    @Test
    void octetsThatAreNoTextAreQuotedHarmlessly() {
        Path file = file("\u0007" + "x".repeat(1_000) + "\n");
        String expected =
                "not an IPv4 address: '?" + "x".repeat(39) + "...' (four numbers from 0 to 255, as in 10.77.0.100)";
        assertEquals(List.of(file + ":1:1: " + expected), texts(invalid(file)));
    }

    @Test
    void asManyLinesAsAllowedAndNoMore() {
        String lines = IntStream.range(0, BindingsFile.MOST_LINES)
                .mapToObj(i -> new Ipv4Address(0x0a00_0001 + i) + " 02:00:0a:4d:00:07\n")
                .collect(Collectors.joining());
        assertEquals(BindingsFile.MOST_LINES, valid(lines).size());
        Path file = file(lines + "\n");
        assertEquals(
                List.of(file + ": has more than 100000 lines; share so many bindings through ZooKeeper"),
                texts(invalid(file)));
    }

    @Test
    void aFileThatIsNotThereIsAProblem() {
        Path missing = directory.resolve("missing");
        assertEquals(
                List.of(missing + ": does not exist; name the file with your bindings, or make it"),
                texts(invalid(missing)));
        assertEquals(
                List.of(directory + ": cannot be read; check that it is a file and who may read it"),
                texts(invalid(directory)));
    }

    private List<Binding> valid(String text) {
        return assertInstanceOf(BindingsReading.Valid.class, BindingsFile.read(file(text)))
                .bindings();
    }

    private static List<ConfigProblem> invalid(Path file) {
        return assertInstanceOf(BindingsReading.Invalid.class, BindingsFile.read(file))
                .problems();
    }

    private static List<String> texts(List<ConfigProblem> problems) {
        return problems.stream().map(ConfigProblem::toString).toList();
    }

    private Path file(String text) {
        try {
            return Files.writeString(directory.resolve("bindings"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
