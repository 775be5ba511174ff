package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent on a server with a second interface on the LAN: what it says, sets, and leaves behind. */
class MultihomingEndToEndIT {
    private static final Ipv4Address SHARED = Ipv4Address.parse("10.9.0.100");
    private static final Duration QUIET = Duration.ofMillis(150);
    /** What the shell says of a program that ended in order on SIGTERM. */
    private static final int STOPPED = 143;

    private static final AgentYaml YAML = AgentYaml.of("web");

    private final Site site = Site.create();
    private LanTap gateway;

    @BeforeEach
    void open() {
        site.lab().cable("a", "lan1", Site.LAN, "second");
        site.lab().ip(Site.LAN, "link set second master br0");
        site.lab().ip("a", "addr add 10.9.0.11/24 dev lan1");
        site.startZooKeeper();
        gateway = LanTap.on(site.lab(), "gw", Site.LAN);
    }

    @AfterEach
    void close() {
        gateway.close();
        site.close();
    }

    @Test
    void byDefaultItWarnsAndBothInterfacesAnswer() {
        RunningAgent agent = site.startAgent("a", YAML);
        agent.awaitRepointed();
        assertEquals(2, answersFrom().size());
        assertEquals(2, agent.logOf("multihoming=\"lan1 (10.9.0.11/24)").size(), agent.log()::toString);
        assertEquals("0", value("arp_ignore"));
        agent.command(1, "set net.ipv4.conf.lan1.arp_ignore=1", "doctor");
        agent.command(1, "\"fine\" : false", "doctor", "--json");
    }

    @Test
    void withSetOneAnswersAndItIsPutBackAtTheEnd() {
        RunningAgent agent = site.startAgent("a", YAML.with("sysctls: set"));
        agent.awaitRepointed();
        assertEquals(Set.of(site.mac("a")), answersFrom());
        assertTrue(agent.logOf("multihoming=").isEmpty(), agent.log()::toString);
        agent.command(0, "good    multihoming: the addresses are answered on lan0 alone", "doctor");
        agent.command(1, "the agent of cluster web runs", "sysctls", "restore");
        assertEquals(STOPPED, agent.program().stop());
        assertEquals("0", value("arp_ignore"));
        assertEquals("0", value("arp_announce"));
    }

    @Test
    void afterAKillTheyStayUntilTheNextRunEnds() {
        RunningAgent killed = site.startAgent("a", YAML.with("sysctls: set"));
        killed.awaitRepointed();
        killed.program().kill();
        assertEquals("1", value("arp_ignore"));
        RunningAgent next = site.startAgent("a", YAML.with("sysctls: set"));
        next.awaitRepointed();
        assertEquals(Set.of(site.mac("a")), answersFrom());
        assertEquals(STOPPED, next.program().stop());
        assertEquals("0", value("arp_ignore"));
        assertEquals("0", value("arp_announce"));
    }

    @Test
    void afterAKillTheyCanBePutBackByHand() {
        RunningAgent killed = site.startAgent("a", YAML.with("sysctls: set"));
        killed.awaitRepointed();
        killed.program().kill();
        killed.command(0, "done: 2 put back", "sysctls", "restore");
        assertEquals("0", value("arp_ignore"));
        killed.command(0, "done: nothing was changed", "sysctls", "restore");
    }

    @Test
    void aRunThatOnlyChecksPutsBackWhatAKilledOneSet() {
        RunningAgent killed = site.startAgent("a", YAML.with("sysctls: set"));
        killed.awaitRepointed();
        killed.program().kill();
        RunningAgent next = site.startAgent("a", YAML);
        next.awaitRepointed();
        assertEquals("0", value("arp_ignore"));
        assertFalse(next.logOf("multihoming=").isEmpty());
    }

    /** From where answers to one question come. A second one is what is tested, so there is nothing to wait for. */
    private Set<MacAddress> answersFrom() {
        int before = gateway.seen().size();
        ArpPacket question = ArpPacket.request(site.mac("gw"), Site.GATEWAY, SHARED);
        gateway.send(ArpFrame.broadcast(question).encode());
        Program.elapse(QUIET);
        List<LanTap.Seen> since = gateway.seen().stream().skip(before).toList();
        return since.stream()
                .map(LanTap.Seen::packet)
                .filter(packet -> packet.senderIp().equals(SHARED))
                .map(ArpPacket::senderMac)
                .collect(Collectors.toSet());
    }

    private String value(String sysctl) {
        Path file = Path.of("/proc/sys/net/ipv4/conf/lan1", sysctl);
        return site.lab().call("a", () -> Files.readString(file).trim());
    }
}
