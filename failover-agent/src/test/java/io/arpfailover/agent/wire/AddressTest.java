package io.arpfailover.agent.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @Test
    void macIsReadAndWritten() {
        MacAddress mac = MacAddress.parse("02:00:0A:4d:00:01");
        assertEquals(0x02_00_0a_4d_00_01L, mac.bits());
        assertEquals("02:00:0a:4d:00:01", mac.toString());
        assertArrayEquals(new byte[] {2, 0, 10, 77, 0, 1}, mac.octets());
        assertEquals("00:00:00:00:00:00", MacAddress.ZERO.toString());
        assertEquals("ff:ff:ff:ff:ff:ff", MacAddress.BROADCAST.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02",
                "02:00:0a:4d:00",
                "02:00:0a:4d:00:01:02",
                "02-00-0a-4d-00-01",
                "2:0:a:4d:0:1",
                "02:00:0a:4d:00:0g",
                "02:00:0a:4d:00:01 "
            })
    void aMalformedMacIsNamedInTheMessage(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> MacAddress.parse(text))
                .getMessage();
        assertEquals("not a MAC address: '" + text + "' (six hexadecimal pairs, as in 02:00:0a:4d:00:01)", message);
    }

    @Test
    void aMacHasNoMoreThan48Bits() {
        assertThrows(IllegalArgumentException.class, () -> new MacAddress(1L << 48));
        assertThrows(IllegalArgumentException.class, () -> new MacAddress(-1));
    }

    @Test
    void theGroupBitIsTheLowestOfTheFirstOctet() {
        assertTrue(MacAddress.BROADCAST.isGroup());
        assertTrue(MacAddress.parse("01:00:5e:00:00:01").isGroup());
        assertFalse(MacAddress.parse("fe:ff:ff:ff:ff:ff").isGroup());
        assertFalse(MacAddress.ZERO.isGroup());
    }

    @Test
    void ipv4IsReadAndWritten() {
        Ipv4Address address = Ipv4Address.parse("10.77.0.100");
        assertEquals(0x0a4d0064, address.bits());
        assertEquals("10.77.0.100", address.toString());
        assertArrayEquals(new byte[] {10, 77, 0, 100}, address.octets());
        assertEquals("255.255.255.255", new Ipv4Address(-1).toString());
        assertEquals(Ipv4Address.ANY, Ipv4Address.parse("0.0.0.0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.77.0",
                "10.77.0.1.2",
                "10.77.0.256",
                "10.77.0.01",
                "10.77..1",
                "10.77.0.-1",
                "a.b.c.d",
                "10.77.0.1 ",
                "10.77.0.+1",
                "10.77.0.1/24",
                "10.77.0.4294967297",
                "١٠.77.0.1"
            })
    void aMalformedIpv4IsNamedInTheMessage(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Ipv4Address.parse(text))
                .getMessage();
        assertEquals("not an IPv4 address: '" + text + "' (four numbers from 0 to 255, as in 10.77.0.100)", message);
    }

    @Test
    void addressesSortUnsigned() {
        List<Ipv4Address> sorted = List.of("9.0.0.1", "10.0.0.1", "127.255.255.255", "128.0.0.0", "255.0.0.1").stream()
                .map(Ipv4Address::parse)
                .toList();
        assertEquals(sorted, sorted.stream().sorted().toList());
        assertTrue(MacAddress.ZERO.compareTo(MacAddress.BROADCAST) < 0);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, false",
        "10.77.0.100, true",
        "126.255.255.255, true",
        "127.0.0.1, false",
        "128.0.0.0, true",
        "223.255.255.255, true",
        "224.0.0.1, false",
        "239.255.255.255, false",
        "240.0.0.1, true",
        "255.255.255.255, false"
    })
    void someAddressesNoHostCanHave(String text, boolean usable) {
        assertEquals(usable, Ipv4Address.parse(text).isUsableAsHost());
    }

    @ParameterizedTest
    @CsvSource({
        "10.77.0.100/24, 10.77.0.0, 10.77.0.255, 10.77.0.1, 10.77.1.1",
        "10.77.0.100/8, 10.0.0.0, 10.255.255.255, 10.200.3.4, 11.0.0.0",
        "10.77.0.101/31, 10.77.0.100, 10.77.0.101, 10.77.0.100, 10.77.0.102",
        "10.77.0.100/32, 10.77.0.100, 10.77.0.100, 10.77.0.100, 10.77.0.101"
    })
    void prefixKnowsItsNetwork(String text, String network, String broadcast, String inside, String outside) {
        Ipv4Prefix prefix = Ipv4Prefix.parse(text);
        assertEquals(text, prefix.toString());
        assertEquals(Ipv4Address.parse(network), prefix.network());
        assertEquals(Ipv4Address.parse(broadcast), prefix.broadcast());
        assertTrue(prefix.contains(Ipv4Address.parse(inside)));
        assertFalse(prefix.contains(Ipv4Address.parse(outside)));
    }

    @Test
    void aPrefixOfNothingHoldsEverything() {
        Ipv4Prefix all = Ipv4Prefix.parse("10.77.0.100/0");
        assertEquals(Ipv4Address.ANY, all.network());
        assertEquals(new Ipv4Address(-1), all.broadcast());
        assertTrue(all.contains(Ipv4Address.parse("192.0.2.1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.77.0.100",
                "10.77.0.100/",
                "10.77.0.100/33",
                "10.77.0.100/-1",
                "10.77.0.100/024",
                "10.77.0.100/2x",
                "10.77.0.100/05",
                "10.77.0.100/24/24",
                "/24",
                "x/24"
            })
    void aMalformedPrefixIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Ipv4Prefix.parse(text));
    }
}
