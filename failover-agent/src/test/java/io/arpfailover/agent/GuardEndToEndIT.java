package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.inspect.FindingKind;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The inspection as an operator sets it up: bindings, rate, quarantine and hook. */
class GuardEndToEndIT {
    private static final Ipv4Address VIP = Ipv4Address.parse("10.9.0.100");
    private static final Ipv4Address HOST = Ipv4Address.parse("10.9.0.77");
    private static final MacAddress HOST_MAC = MacAddress.parse("02:77:00:00:00:01");
    private static final MacAddress FLOODER = MacAddress.parse("02:77:00:00:00:02");
    private static final MacAddress OTHER = MacAddress.parse("02:77:00:00:00:03");
    private static final String CLUSTER = "guarded";
    private static final int FORGED = 5;

    private final Site site = Site.create();
    private MacAddress stranger;

    @BeforeEach
    void start() {
        site.startZooKeeper();
        stranger = site.mac("c");
    }

    @AfterEach
    void remove() {
        site.close();
    }

    @Test
    void aForgedGatewayIsNotBelieved() {
        String gateway = site.mac("gw").toString();
        site.lab().ip("gw", "link set lan0 down");
        Path bindings = site.write("bindings", Site.GATEWAY + " " + gateway + "\n");
        ArpPacket question = ArpPacket.request(site.mac("a"), VIP, Site.GATEWAY);
        byte[] forged = ArpFrame.unicast(site.mac("a"), ArpPacket.replyTo(question, stranger))
                .encode();
        try (LanTap c = LanTap.on(site.lab(), "c", Site.LAN)) {
            // A high rate, so that they are denied for what they are and not for being many.
            RunningAgent agent = startAgent("a", "{level: enforce, rate: 1000, bindings: " + bindings + "}");
            AgentStatus status = agent.awaitStatus("it holds and has denied the forged answers", now -> {
                c.send(forged);
                return now.state().equals("holder") && now.counters().get("framesDenied") >= FORGED;
            });
            assertFalse(status.addresses().get(0).repointed().orElse(false), status::toString);
            Findings findings = new Findings(agent);
            findings.await(
                    "it is told",
                    told -> told.is(FindingKind.DENIED) && told.mac().equals(stranger));
            site.lab().ip("gw", "link set lan0 up");
            agent.awaitRepointed();
            c.send(forged);
            Program cache = agent.command("arp", "cache", "-i", Site.LAN);
            assertEquals(0, cache.exitCode(), () -> cache.errors().toString());
            String shown = String.join("\n", cache.output());
            assertTrue(shown.contains(Site.GATEWAY.toString()) && shown.contains(gateway), shown);
            assertFalse(shown.contains("agent " + stranger), shown);
        }
    }

    @Test
    void aMistakeInTheBindingsStopsTheStart() {
        Path bindings = site.write("bindings", "10.9.0.7 02:00:00:00:00:07\n10.9.0.254 nonsense\n");
        RunningAgent agent = startAgent("a", "{level: enforce, bindings: " + bindings + "}");
        assertEquals(2, agent.program().exitCode(), () -> agent.log().toString());
        String mistake = bindings + ":2:12: not a MAC address: 'nonsense'";
        assertTrue(
                agent.program().complaints().stream().anyMatch(line -> line.startsWith(mistake)),
                () -> agent.log().toString());
        agent.command(2, mistake, "config", "check");
    }

    @Test
    void aBindingOfTheClusterIsKnownToBoth() {
        RunningAgent a = startAgent("a", "{level: enforce}");
        a.awaitRepointed();
        RunningAgent b = startAgent("b", "{level: enforce}");
        a.awaitFitPeer();
        Program put = site.start(
                "zk",
                List.of(
                        Site.script("coordinator"),
                        "bindings",
                        CLUSTER,
                        "put",
                        HOST.toString(),
                        HOST_MAC.toString(),
                        "--connect",
                        Site.ZOOKEEPER));
        assertEquals(0, put.exitCode(), () -> put.errors().toString());
        try (LanTap c = LanTap.on(site.lab(), "c", Site.LAN)) {
            for (RunningAgent agent : List.of(a, b)) {
                Program.await("the binding is known", () -> agent.logHas("bindings=1 changed=1"));
            }
            announce(c, stranger, HOST);
            for (RunningAgent agent : List.of(a, b)) {
                Program.await(
                        "the forged frame is denied",
                        () -> !agent.logOf("finding=\"denied\" ip=" + HOST + " mac=" + stranger)
                                .isEmpty());
                assertTrue(
                        agent.logHas("before=" + HOST_MAC + " verdict=BINDING"),
                        () -> agent.log().toString());
            }
        }
    }

    /** The hook hangs from its first run on, and nothing else waits for it. */
    @Test
    void whoSendsTooMuchIsToldOnceAndShutOutForATime() {
        Path told = site.file("told");
        Path hook = Site.restricted(
                site.write(
                        "hook",
                        "#!/bin/sh\nenv | grep ^ARP_ | sort > " + told + ".new\nmv " + told + ".new " + told
                                + "\nexec sleep 30\n"),
                "rwx------");
        RunningAgent agent = startAgent("a", "{level: enforce, rate: 15, quarantine: 5s, hook: " + hook + "}");
        agent.awaitRepointed();
        try (LanTap c = LanTap.on(site.lab(), "c", Site.LAN)) {
            flood(c, FLOODER);
            Program.await("the first is shut out", () -> isShutOut(FLOODER));
            Program.await("the hook has run", () -> Files.exists(told));
            flood(c, stranger);
            Program.await("so is the second, though the hook hangs", () -> isShutOut(stranger));
            assertFalse(reaches(), "the kernel drops its frames");
            Program.await("it is let in again", () -> !isShutOut(stranger) && reaches());
            announce(c, OTHER, VIP);
            Program.await("the spoofer is shut out", () -> isShutOut(OTHER));
        }
        assertEquals(
                1,
                agent.logOf("finding=\"rate exceeded\" ip=" + HOST + " mac=" + FLOODER)
                        .size());
        assertEquals(
                1,
                agent.logOf("finding=\"rate exceeded\" ip=" + HOST + " mac=" + stranger)
                        .size());
        assertEquals("holder", agent.status().orElseThrow().state());
        String facts = read(told);
        for (String fact :
                List.of("ARP_FINDING=", "ARP_IP=", "ARP_MAC=", "ARP_SOURCE=", "ARP_BEFORE=", "ARP_VERDICT=")) {
            assertTrue(facts.contains(fact), facts);
        }
    }

    private RunningAgent startAgent(String server, String inspection) {
        return site.startAgent(
                server, AgentYaml.of(CLUSTER).with("defend: always").with("inspect: " + inspection));
    }

    /** Three times as many frames as one station may send in a second, at once. */
    private static void flood(LanTap c, MacAddress mac) {
        for (int i = 0; i < 45; i++) {
            announce(c, mac, HOST);
        }
    }

    private static void announce(LanTap c, MacAddress mac, Ipv4Address address) {
        c.send(ArpFrame.broadcast(ArpPacket.announcement(mac, address)).encode());
    }

    private boolean isShutOut(MacAddress mac) {
        return site.lab()
                .exec("a", "nft", "list", "set", "netdev", "arp-quarantine-lan0", "macs")
                .contains(mac.toString());
    }

    /** Whether the stranger's server gets an answer of server a. */
    private boolean reaches() {
        return site.start(
                                "c",
                                List.of(
                                        "ping",
                                        "-c",
                                        "1",
                                        "-W",
                                        "1",
                                        Site.onLan("a").toString()))
                        .exitCode()
                == 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
