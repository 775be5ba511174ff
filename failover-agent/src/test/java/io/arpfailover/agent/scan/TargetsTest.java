package io.arpfailover.agent.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

    @ParameterizedTest
    @CsvSource({
        "10.77.0.5, 10.77.0.5, 10.77.0.5, 1",
        "10.77.0.5-10.77.0.9, 10.77.0.5, 10.77.0.9, 5",
        "10.77.0.99/24, 10.77.0.1, 10.77.0.254, 254",
        "10.77.0.0/22, 10.77.0.1, 10.77.3.254, 1022",
        "10.77.0.0/30, 10.77.0.1, 10.77.0.2, 2",
        "10.77.0.0/31, 10.77.0.0, 10.77.0.1, 2",
        "10.77.0.7/32, 10.77.0.7, 10.77.0.7, 1",
        "10.0.0.0/8, 10.0.0.1, 10.255.255.254, 16777214",
        "128.0.0.0-223.255.255.255, 128.0.0.0, 223.255.255.255, 1610612736"
    })
    void readsNetworksRangesAndAddresses(String text, String first, String last, long size) {
        AddressRange range = AddressRange.parse(text);
        assertEquals(new AddressRange(Ipv4Address.parse(first), Ipv4Address.parse(last)), range);
        assertEquals(size, range.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.77.0",
                "10.77.0.0/33",
                "10.77.0.0/",
                "10.77.0.9-10.77.0.5",
                "10.77.0.9-",
                "-",
                "10.77.0.1-50",
                "127.0.0.1",
                "224.0.0.0/8",
                "0.0.0.0/0",
                "126.0.0.1-128.0.0.1",
                "0.0.0.0",
                "255.255.255.255",
                "a-b/c"
            })
    void refusesWhatNoHostsCanBe(String text) {
        assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text));
    }

    @Test
    void countsEachAddressOnce() {
        Targets targets = targets("10.77.0.8-10.77.0.9", "10.77.0.1-10.77.0.4", "10.77.0.3-10.77.0.5", "10.77.0.2");
        List<String> addresses = IntStream.range(0, targets.size())
                .mapToObj(number -> targets.address(number).toString())
                .toList();
        assertEquals(
                List.of("10.77.0.1", "10.77.0.2", "10.77.0.3", "10.77.0.4", "10.77.0.5", "10.77.0.8", "10.77.0.9"),
                addresses);
    }

    @Test
    void numbersAndAddressesAreEachOthersInverse() {
        Targets targets = targets("10.77.0.0/22", "192.168.1.0/24", "223.1.1.1");
        IntStream.range(0, targets.size())
                .forEach(number -> assertEquals(OptionalInt.of(number), targets.number(targets.address(number))));
        assertEquals(OptionalInt.empty(), targets.number(Ipv4Address.parse("10.77.0.0")));
        assertEquals(OptionalInt.empty(), targets.number(Ipv4Address.parse("11.0.0.1")));
    }

    @Test
    void takesASixteenAndNotAnEight() {
        assertEquals(65_534, targets("10.77.0.0/16").size());
        assertEquals(65_536, targets("10.77.0.0-10.77.255.255").size());
        List<AddressRange> eight = List.of(AddressRange.parse("10.0.0.0/8"));
        assertEquals(16_777_214, Targets.count(eight));
        assertThrows(IllegalArgumentException.class, () -> new Targets(eight, Targets.USUAL_MOST));
        assertThrows(IllegalArgumentException.class, () -> new Targets(eight, Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> new Targets(List.of(), Targets.USUAL_MOST));
    }

    @Test
    void saysHowLongItWouldTake() {
        assertEquals(
                33_554,
                ScanTiming.DEFAULT.longest(16_777_214, ScanTiming.DEFAULT_RATE).toSeconds());
        assertTrue(ScanTiming.DEFAULT.longest(1022, ScanTiming.DEFAULT_RATE).toSeconds() < 3);
    }

    private static Targets targets(String... ranges) {
        return new Targets(Stream.of(ranges).map(AddressRange::parse).toList(), Targets.USUAL_MOST);
    }
}
