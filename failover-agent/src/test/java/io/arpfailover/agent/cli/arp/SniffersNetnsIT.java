package io.arpfailover.agent.cli.arp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.netns.SimulatedHosts;
import io.arpfailover.agent.scan.AddressRange;
import io.arpfailover.agent.scan.SteadyRate;
import io.arpfailover.agent.scan.Targets;
import io.arpfailover.agent.sniffer.HuntTiming;
import io.arpfailover.agent.sniffer.Medium;
import io.arpfailover.agent.sniffer.SnifferFinding;
import io.arpfailover.agent.sniffer.SnifferHunt;
import io.arpfailover.agent.sniffer.Verdict;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The hunt on real frames. The hosts whose filters matter are made of raw frames, since the kernel's own virtual
 * interfaces have no filter; one of these is there too.
 */
class SniffersNetnsIT {
    private static final MacAddress ALL_HOSTS = MacAddress.parse("01:00:5e:00:00:01");

    private final NetnsLab lab = NetnsLab.create();
    private SimulatedHosts cards;

    @BeforeEach
    void build() {
        lab.lan("lan0", "a", "cards", "kernel");
        lab.ip("a", "addr add 10.9.0.1/24 dev lan0");
        lab.ip("kernel", "addr add 10.9.0.9/24 dev lan0");
        cards = SimulatedHosts.on(lab, "cards", "lan0");
        card("10.9.0.2", 2, to -> to.equals(MacAddress.BROADCAST) || to.equals(ALL_HOSTS));
        card("10.9.0.3", 3, MacAddress::isGroup);
        card("10.9.0.4", 4, to -> true);
        card("10.9.0.5", 5, to -> to.toString().startsWith("ff:ff") || to.equals(ALL_HOSTS));
        cards.host(Ipv4Address.parse("10.9.0.6"), MacAddress.parse("08:00:27:00:00:06"), MacAddress::isGroup);
    }

    @AfterEach
    void remove() {
        cards.close();
        lab.close();
    }

    @Test
    void tellsOpenFiltersFromClosedOnes() {
        Map<String, SnifferFinding> found = hunt("10.9.0.2-10.9.0.8").stream()
                .collect(Collectors.toMap(finding -> finding.address().toString(), finding -> finding));
        assertFinding(Verdict.NOT_PROMISCUOUS, "1_____1_", found.get("10.9.0.2"));
        assertFinding(Verdict.PROMISCUOUS, "11111111", found.get("10.9.0.3"));
        assertFinding(Verdict.PROMISCUOUS, "11111111", found.get("10.9.0.4"));
        assertTrue(found.get("10.9.0.4").why().contains("does not exist"));
        assertFinding(Verdict.PROMISCUOUS, "111___1_", found.get("10.9.0.5"));
        assertFinding(Verdict.INCONCLUSIVE, "11111111", found.get("10.9.0.6"));
        assertFinding(Verdict.SILENT, "________", found.get("10.9.0.7"));
    }

    @Test
    void aKernelBehindAVirtualInterfaceIsInconclusive() {
        Ended ended = Ended.of(lab, "a", "sniffers", "-i", "lan0", "--json", "10.9.0.9");
        JsonNode finding = ended.json().get(0);
        assertEquals(0, ended.code());
        assertEquals("inconclusive", finding.get("verdict").asText(), finding::toString);
        assertEquals("11111111", finding.get("pattern").asText());
        assertEquals(false, finding.get("answeredForNobody").asBoolean());
    }

    @Test
    void throughAVirtualInterfaceNobodyIsAccused() {
        Ended ended = Ended.of(lab, "a", "sniffers", "-i", "lan0", "10.9.0.2-10.9.0.6");
        assertEquals(0, ended.code());
        assertEquals(
                "0 promiscuous, 1 not, 4 inconclusive, 0 silent", ended.out().get(5));
    }

    @Test
    void endsWithOneWhenAllAreSilent() {
        Ended ended = Ended.of(lab, "a", "sniffers", "-i", "lan0", "10.9.0.200");
        assertEquals(1, ended.code());
        assertTrue(ended.out().get(0).contains("silent"), () -> ended.out().toString());
    }

    /** As if our own interface were a card. */
    private List<SnifferFinding> hunt(String range) {
        return lab.call("a", () -> {
            try (ArpStack stack = ArpStack.open("lan0")) {
                SnifferHunt hunt = new SnifferHunt(
                        new Targets(List.of(AddressRange.parse(range)), Targets.USUAL_MOST),
                        Ipv4Address.parse("10.9.0.1"),
                        Set.of(),
                        Medium.PHYSICAL,
                        HuntTiming.DEFAULT,
                        new SteadyRate(Pace.perSecond(500)));
                HuntRun run = new HuntRun(hunt, stack);
                stack.attach(run);
                run.start();
                assertTrue(stack.run(run::isDone, stack.now().plus(Duration.ofSeconds(60))));
                return run.findings();
            }
        });
    }

    private void card(String address, int last, Predicate<MacAddress> passes) {
        cards.host(Ipv4Address.parse(address), new MacAddress(0x0000_5e00_5300L + last), passes);
    }

    private static void assertFinding(Verdict verdict, String signature, SnifferFinding finding) {
        assertEquals(signature, finding.pattern().signature(), finding::toString);
        assertEquals(verdict, finding.verdict(), finding::toString);
    }
}
