package io.arpfailover.coordinator.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an address and a MAC may be. */
class BoundPairTest {
    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.5", "1.0.0.0", "223.255.255.255"})
    void anAddressComesBackAsItWas(String text) {
        assertEquals(text, BoundAddress.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10.0.0",
                "10.0.0.0.1",
                "10.0.0.256",
                "10.0.0.01",
                "10.0.0.",
                "a.b.c.d",
                "-1.0.0.1",
                "0.0.0.0",
                "0.1.2.3",
                "127.0.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "10.0.0.1 "
            })
    void whatNoHostCanHaveIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> BoundAddress.parse(text));
    }

    @Test
    void aMacIsWrittenInLowerCase() {
        assertEquals("fe:dc:ba:98:76:54", BoundMac.parse("FE:DC:BA:98:76:54").toString());
        assertEquals("02:00:0a:4d:00:01", BoundMac.parse("2:0:a:4d:0:1").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02",
                "02:00:00:00:00",
                "02:00:00:00:00:00:01",
                "020:0:0:0:0:1",
                "2:0:0:0::1",
                "02-00-00-00-00-01",
                "02:00:00:00:00:0g",
                "00:00:00:00:00:00",
                "ff:ff:ff:ff:ff:ff",
                "01:00:5e:00:00:01"
            })
    void whatNoStationCanHaveIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> BoundMac.parse(text));
    }

    @Test
    void addressesAreInTheOrderOfTheirNumbers() {
        assertEquals(-1, BoundAddress.parse("10.9.0.1").compareTo(BoundAddress.parse("10.10.0.1")));
        assertEquals(-1, BoundAddress.parse("10.0.0.1").compareTo(BoundAddress.parse("192.0.0.1")));
    }
}
