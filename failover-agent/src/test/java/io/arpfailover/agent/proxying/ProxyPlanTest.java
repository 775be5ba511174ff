package io.arpfailover.agent.proxying;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.config.ProxyConfiguration;
import io.arpfailover.agent.proxy.AnswerWith;
import io.arpfailover.agent.proxy.Path;
import io.arpfailover.agent.proxy.ProxySettings;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyPlanTest {
    private static final Duration LONG = Duration.ofMillis(800);

    private static ProxyConfiguration network(String prefix, Duration delay) {
        return new ProxyConfiguration(Ipv4Prefix.parse(prefix), delay);
    }

    private static boolean covers(ProxySettings settings, String address) {
        return settings.addresses().contains(Ipv4Address.parse(address));
    }

    @Test
    void networksOfOneDelayAreOneProxyWithItsOwnMacForWhatLiesElsewhere() {
        List<ProxySettings> plan = ProxyPlan.of(
                List.of(network("10.77.0.64/28", Duration.ZERO), network("10.78.0.0/24", Duration.ZERO)), List.of());
        assertEquals(1, plan.size());
        assertTrue(covers(plan.get(0), "10.77.0.70"));
        assertTrue(covers(plan.get(0), "10.78.0.1"));
        assertFalse(covers(plan.get(0), "10.77.0.80"));
        assertEquals(AnswerWith.OWN_MAC, plan.get(0).answerWith());
        assertTrue(plan.get(0).answersOver(Path.ELSEWHERE));
        assertFalse(plan.get(0).answersOver(Path.SAME_INTERFACE));
    }

    @Test
    void ofNetworksThatOverlapTheLongestDelayCounts() {
        List<ProxySettings> plan = ProxyPlan.of(
                List.of(network("10.77.0.0/24", Duration.ZERO), network("10.77.0.64/28", LONG)), List.of());
        assertEquals(
                List.of(LONG, Duration.ZERO),
                plan.stream().map(ProxySettings::longestDelay).toList());
        assertTrue(covers(plan.get(0), "10.77.0.70"));
        assertFalse(covers(plan.get(1), "10.77.0.70"), "one proxy per address");
        assertTrue(covers(plan.get(1), "10.77.0.90"));
    }

    @Test
    void theSharedAddressesAndTheGatewayAreNeverAnsweredFor() {
        List<Ipv4Address> never = List.of(Ipv4Address.parse("10.9.0.100"), Ipv4Address.parse("10.9.0.254"));
        for (ProxySettings settings :
                ProxyPlan.of(List.of(network("10.9.0.0/24", Duration.ZERO), network("10.9.0.100/32", LONG)), never)) {
            assertFalse(covers(settings, "10.9.0.100"));
            assertFalse(covers(settings, "10.9.0.254"));
        }
    }

    @Test
    void anAddressAloneAndOneWrittenWithHostBitsAreTaken() {
        ProxySettings plan = ProxyPlan.of(
                        List.of(network("10.9.0.7/32", LONG), network("10.77.0.70/28", LONG)), List.of())
                .get(0);
        assertTrue(covers(plan, "10.9.0.7"));
        assertTrue(covers(plan, "10.77.0.65"));
        assertFalse(covers(plan, "10.77.0.79"), "the network's broadcast address");
    }
}
