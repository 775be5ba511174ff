package io.arpfailover.agent.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiedAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "10.9.0.7, 10.9.0.7, 10.9.0.7",
        "10.9.0.7-10.9.0.20, 10.9.0.7, 10.9.0.20",
        "10.9.0.0/24, 10.9.0.1, 10.9.0.254",
        "10.9.0.77/24, 10.9.0.1, 10.9.0.254",
        "10.9.0.6/31, 10.9.0.6, 10.9.0.7",
        "10.9.0.7/32, 10.9.0.7, 10.9.0.7"
    })
    void aPrefixStandsForItsHosts(String text, String first, String last) {
        assertEquals(new AddressRange(ip(first), ip(last)), AddressRange.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.9.0", "10.9.0.9-10.9.0.8", "10.9.0.1-", "10.9.0.0/33", "10.9.0.1-10.9.0.0/24"})
    void whatIsNoRangeIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text));
    }

    @Test
    void overlappingRangesAndExceptions() {
        ProxiedAddresses some = new ProxiedAddresses(
                ranges("10.9.0.0/24", "10.9.0.5", "10.9.0.200-10.9.1.3", "10.8.0.1"),
                ranges("10.9.0.10-10.9.0.19", "10.9.1.1"));
        for (String in :
                List.of("10.8.0.1", "10.9.0.1", "10.9.0.9", "10.9.0.20", "10.9.0.255", "10.9.1.0", "10.9.1.3")) {
            assertTrue(some.contains(ip(in)), in);
        }
        for (String out :
                List.of("10.8.0.0", "10.8.0.2", "10.9.0.0", "10.9.0.10", "10.9.0.19", "10.9.1.1", "10.9.1.4")) {
            assertFalse(some.contains(ip(out)), out);
        }
    }

    @Test
    void whatNoHostCanHaveIsNotProxied() {
        ProxiedAddresses all = new ProxiedAddresses(ranges("0.0.0.0/0"), List.of());
        assertTrue(all.contains(ip("1.2.3.4")) && all.contains(ip("223.255.255.255")));
        assertFalse(all.contains(ip("127.0.0.1")) || all.contains(ip("224.0.0.1")) || all.contains(Ipv4Address.ANY));
    }

    @Test
    void aRangeIsTakenApartIntoPrefixesThatAreTogetherTheSame() {
        assertEquals(
                List.of(prefix("10.9.0.1/32"), prefix("10.9.0.2/31"), prefix("10.9.0.4/30")),
                AddressRange.parse("10.9.0.1-10.9.0.7").prefixes());
        assertEquals(List.of(prefix("0.0.0.0/0")), new AddressRange(Ipv4Address.ANY, ip("255.255.255.255")).prefixes());
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            long a = Integer.toUnsignedLong(random.nextInt());
            long b = Math.min(0xffff_ffffL, a + random.nextInt(100_000));
            List<Ipv4Prefix> parts = new AddressRange(new Ipv4Address((int) a), new Ipv4Address((int) b)).prefixes();
            long next = a;
            for (Ipv4Prefix part : parts) {
                assertEquals(part.address(), part.network());
                assertEquals(next, Integer.toUnsignedLong(part.network().bits()));
                next = Integer.toUnsignedLong(part.broadcast().bits()) + 1;
            }
            assertEquals(b + 1, next);
            assertTrue(parts.size() <= 62);
        }
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::parse).toList();
    }

    private static Ipv4Address ip(String text) {
        return Ipv4Address.parse(text);
    }

    private static Ipv4Prefix prefix(String text) {
        return Ipv4Prefix.parse(text);
    }
}
