package io.arpfailover.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuarantineRulesTest {
    private static final MacAddress MAC = MacAddress.parse("02:00:0a:4d:00:0a");
    private final QuarantineRules rules = QuarantineRules.of("lan0.7@x", 3);

    @Test
    void addingRenewsWhatIsThereAndTheTableIsNamedAfterTheInterface() {
        assertEquals("""
                add element netdev arp-quarantine-lan0.7_x macs { 02:00:0a:4d:00:0a timeout 1500ms }
                delete element netdev arp-quarantine-lan0.7_x macs { 02:00:0a:4d:00:0a }
                add element netdev arp-quarantine-lan0.7_x macs { 02:00:0a:4d:00:0a timeout 1500ms }
                """, rules.add(MAC, Duration.ofMillis(1_500)));
    }

    @Test
    void aListingIsReadInAllUnits() {
        String listing = """
                table netdev t {
                    set macs {
                        type ether_addr
                        size 3
                        flags timeout
                        elements = { 02:00:0a:4d:00:0a timeout 7d expires 6d23h59m58s7ms,
                                     02:00:0a:4d:00:0b timeout 5m expires 20ms }
                    }
                }
                """;
        Duration almostAWeek =
                Duration.ofDays(6).plusHours(23).plusMinutes(59).plusSeconds(58).plusMillis(7);
        assertEquals(
                Map.of(MAC, almostAWeek, MacAddress.parse("02:00:0a:4d:00:0b"), Duration.ofMillis(20)),
                rules.remaining(listing));
        assertEquals(Map.of(), rules.remaining(""));
    }

    @Test
    void whatCannotBeANameOrANumberIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> QuarantineRules.of("a\" b", 3));
        assertThrows(IllegalArgumentException.class, () -> QuarantineRules.of("lan0", 0));
        assertThrows(IllegalArgumentException.class, () -> QuarantineRules.of("lan0", 10_001));
    }
}
