package io.arpfailover.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.ClusterName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseRulesTest {
    private static final Ipv4Address VIP = Ipv4Address.parse("10.9.0.100");
    private final LeaseRules rules = LeaseRules.of(new ClusterName("web"), "lan0", List.of(VIP, VIP));

    @Test
    void aRenewalIsOneDeletionAndOneAdditionHoweverManyAddresses() {
        assertEquals("""
                delete element netdev arp-failover-web lease { "lan0" }
                add element netdev arp-failover-web lease { "lan0" timeout 1500ms }
                """, rules.renew(Duration.ofNanos(1_500_999_999)));
    }

    @Test
    void installingNeverTouchesTheLease() {
        String script = rules.install();
        assertTrue(script.contains("add set netdev arp-failover-web lease { type ifname; flags timeout; }\n"), script);
        assertFalse(script.contains("flush set netdev arp-failover-web lease"), script);
        assertFalse(script.contains("flush table"), script);
        assertFalse(script.contains("delete table"), script);
        assertTrue(script.contains("type ipv4_addr; flags constant; elements = { 10.9.0.100 }; }\n"), script);
    }

    @Test
    void replacingLeavesNothingOfWhatWasThereAndEndsWithTheLease() {
        String script = rules.replace(Duration.ofSeconds(1));
        assertTrue(script.startsWith("add table netdev arp-failover-web\ndelete table netdev arp-failover-web\n"));
        assertTrue(script.endsWith("add element netdev arp-failover-web lease { \"lan0\" timeout 1000ms }\n"));
        assertFalse(rules.replace().contains("add element"), "a lease that nobody asked for");
    }

    @Test
    void eachDirectionHasItsThreeRules() {
        assertTrue(rules.install().endsWith("""
                add rule netdev arp-failover-web ingress iifname @lease accept
                add rule netdev arp-failover-web ingress arp daddr ip @vips drop
                add rule netdev arp-failover-web ingress ip daddr @vips drop
                add rule netdev arp-failover-web egress oifname @lease accept
                add rule netdev arp-failover-web egress arp saddr ip @vips drop
                add rule netdev arp-failover-web egress ip saddr @vips drop
                """));
    }

    @Test
    void readsWhatIsLeftOfALease() {
        assertEquals(Optional.of(Duration.ofMillis(1468)), remaining("timeout 1s500ms expires 1s468ms"));
        assertEquals(Optional.of(Duration.ofMillis(240)), remaining("timeout 3s expires 240ms"));
        assertEquals(Optional.of(Duration.ofSeconds(3)), remaining("timeout 3s expires 3s"));
        assertEquals(Optional.of(Duration.ofSeconds(93784).plusMillis(5)), remaining("timeout 9d expires 1d2h3m4s5ms"));
        assertEquals(Optional.empty(), rules.remaining("set lease {\n type ifname\n flags timeout\n }"));
    }

    private Optional<Duration> remaining(String times) {
        return rules.remaining("elements = { \"lan0\" " + times + " }");
    }

    @Test
    void aTableOfALongerNameIsNotOurs() {
        assertTrue(rules.isAmong("table netdev x\ntable netdev arp-failover-web\n"));
        assertFalse(rules.isAmong("table netdev arp-failover-web-2\n"));
    }

    @Test
    void refusesANameThatWouldBreakOutOfTheScript() {
        for (String name : List.of("", "lan0\"", "lan 0", "lan0\n", "a/b", "longer-than-15-octets")) {
            assertThrows(
                    IllegalArgumentException.class, () -> LeaseRules.of(new ClusterName("web"), name, List.of(VIP)));
        }
        assertThrows(IllegalArgumentException.class, () -> LeaseRules.of(new ClusterName("web"), "lan0", List.of()));
    }

    @Test
    void aMissingLibraryIsOneLineWithARemedy() {
        KernelException missing =
                assertThrows(KernelException.class, () -> Nftables.open("libnftables-not-there.so.1"));
        assertEquals(
                "cannot load libnftables-not-there.so.1: install libnftables1 (Debian, Ubuntu) or nftables",
                missing.getMessage());
    }
}
