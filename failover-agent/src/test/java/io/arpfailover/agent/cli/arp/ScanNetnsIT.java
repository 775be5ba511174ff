package io.arpfailover.agent.cli.arp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.netns.SimulatedHosts;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code arp scan} on a /22 with a hundred hosts of raw frames, beside Debian's arp-scan. */
class ScanNetnsIT {
    private static final int HOSTS = 100;
    private static final String NETWORK = "10.9.0.0/22";

    private final NetnsLab lab = NetnsLab.create();
    private final Map<String, String> expected = new TreeMap<>();
    private SimulatedHosts hosts;

    @BeforeEach
    void build() {
        lab.cable("a", "lan0", "hosts", "lan0");
        lab.ip("a", "addr add 10.9.0.1/22 dev lan0");
        hosts = SimulatedHosts.on(lab, "hosts", "lan0");
        for (int i = 0; i < HOSTS; i++) {
            Ipv4Address address = Ipv4Address.parse("10.9." + i % 4 + "." + (i + 2));
            MacAddress mac = new MacAddress(0x0000_5e00_5300L + i);
            expected.put(address.toString(), mac.toString());
            hosts.host(address, mac);
        }
    }

    @AfterEach
    void remove() {
        hosts.close();
        lab.close();
    }

    @Test
    void findsWhatArpScanFinds() {
        Ended ended = Ended.of(lab, "a", "scan", "-i", "lan0", "--json");
        assertEquals(0, ended.code(), () -> ended.err().toString());
        assertEquals(expected, found(ended));
        assertEquals(expected, foundByArpScan());
        JsonNode summary = ended.json().get(HOSTS);
        assertEquals(HOSTS, summary.get("hosts").asInt());
        assertEquals(1, summary.get("own").asInt());
        System.out.println("a /22 with " + HOSTS + " hosts: " + summary); // the figure in the README
    }

    @Test
    void keepsItsRate() {
        Ended ended = Ended.of(lab, "a", "scan", "-i", "lan0", "--rate", "500", "10.9.0.0/23");
        assertEquals(0, ended.code());
        List<Instant> times = hosts.questions().stream()
                .filter(question ->
                        question.frame().packet().targetIp().compareTo(Ipv4Address.parse("10.9.1.255")) <= 0)
                .map(SimulatedHosts.Question::at)
                .toList();
        assertTrue(times.size() > 500, () -> times.size() + " questions");
        IntStream.range(500, times.size())
                .forEach(i -> assertTrue(
                        Duration.between(times.get(i - 500), times.get(i)).compareTo(Duration.ofSeconds(1)) >= 0));
    }

    @Test
    void namesBothStationsOfADuplicate() {
        Ipv4Address address = Ipv4Address.parse("10.9.0.2");
        hosts.host(address, MacAddress.parse("00:00:5e:00:53:f0"));
        Ended ended = Ended.of(lab, "a", "scan", "-i", "lan0", "10.9.0.2-10.9.0.3");
        assertEquals(0, ended.code());
        assertTrue(ended.out().get(0).contains("DUPLICATE"), () -> ended.out().toString());
        assertTrue(
                ended.out().get(0).contains("00:00:5e:00:53:f0"),
                () -> ended.out().toString());
        assertTrue(ended.out().get(1).startsWith("1 of 2 answered, 1 of them with more than one MAC"));
    }

    @Test
    void asksInTheFormOfAProbe() {
        assertEquals(
                0,
                Ended.of(lab, "a", "scan", "-i", "lan0", "--source", "0.0.0.0", "10.9.0.2")
                        .code());
        assertTrue(hosts.questions().stream()
                .filter(question -> question.frame().packet().targetIp().equals(Ipv4Address.parse("10.9.0.2")))
                .allMatch(question -> question.frame().packet().isProbe()));
    }

    @Test
    void endsWithOneWhenNobodyAnswers() {
        Ended ended = Ended.of(lab, "a", "scan", "-i", "lan0", "10.9.0.240-10.9.0.250");
        assertEquals(1, ended.code());
        assertTrue(
                ended.out().get(0).startsWith("0 of 11 answered"),
                () -> ended.out().toString());
    }

    @Test
    void refusesAnEight() {
        Ended ended = Ended.of(lab, "a", "scan", "-i", "lan0", "10.0.0.0/8");
        assertEquals(2, ended.code());
        assertTrue(ended.err().get(0).contains("9 h 19 min"), () -> ended.err().toString());
        assertEquals(List.of(), hosts.questions());
    }

    private static Map<String, String> found(Ended ended) {
        Map<String, String> found = new TreeMap<>();
        ended.json().stream()
                .filter(line -> line.has("ip"))
                .forEach(line ->
                        found.put(line.get("ip").asText(), line.get("mac").asText()));
        return found;
    }

    /** Needs Debian's package arp-scan. */
    private Map<String, String> foundByArpScan() {
        Map<String, String> found = new TreeMap<>();
        lab.exec("a", "arp-scan", "--interface=lan0", "--plain", "--quiet", NETWORK)
                .lines()
                .map(line -> line.split("\\s+"))
                .forEach(words -> found.put(words[0], words[1]));
        return found;
    }
}
