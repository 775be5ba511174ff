package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operators' programs of a real pair: what they are told, in which order, and that nothing waits for them. */
class HooksEndToEndIT {
    private static final String CLUSTER = "web";
    private static final Ipv4Address VIP = Ipv4Address.parse("10.9.0.100");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Site site = Site.create();
    private AgentYaml yaml;

    @BeforeEach
    void start() {
        site.startZooKeeper();
        yaml = AgentYaml.of(CLUSTER).paired(site.secret("peer.secret"));
    }

    @AfterEach
    void remove() {
        site.close();
    }

    @Test
    void everyChangeIsToldOnceInOrderWithItsFacts() {
        RunningAgent a = startRecording("a");
        a.awaitRepointed();
        RunningAgent b = startRecording("b");
        long epoch = a.awaitPaired().epoch();
        a.awaitFitPeer();
        awaitTold("a", "unknown>holder " + epoch);
        awaitTold("b", "unknown>standby " + epoch);
        a.command(0, "done: b holds the addresses", "switchover");
        awaitTold("a", "unknown>holder " + epoch, "holder>standby " + (epoch + 1));
        awaitTold("b", "unknown>standby " + epoch, "standby>holder " + (epoch + 1));
        a.awaitFitPeer();
        b.awaitPaired();

        b.program().kill();
        a.awaitRepointed();
        awaitTold("a", "unknown>holder " + epoch, "holder>standby " + (epoch + 1), "standby>holder " + (epoch + 2));
        JsonNode last = told("a").get(2);
        assertEquals(
                List.of(CLUSTER, "a", "a", "lan0", "[\"10.9.0.100/24\"]"),
                List.of(
                        last.get("cluster").asText(),
                        last.get("node").asText(),
                        last.get("holder").asText(),
                        last.get("interface").asText(),
                        last.get("addresses").toString()));
        assertTrue(last.get("because").asText().startsWith("no heartbeat from b"), last::toString);
        assertTrue(lines("a.environment").contains("ARP_FAILOVER_EPOCH=" + (epoch + 2)), "the environment");

        b = startRecording("b");
        b.awaitState("standby");
        awaitTold("b", "unknown>standby " + epoch, "standby>holder " + (epoch + 1), "unknown>standby " + (epoch + 2));

        try (LanTap c = LanTap.on(site.lab(), "c", Site.LAN)) {
            c.send(ArpFrame.broadcast(ArpPacket.announcement(site.mac("c"), VIP))
                    .encode());
            Program.await("the stranger is told", () -> told("a").size() == 4);
        }
        a.awaitFitPeer();
        JsonNode conflict = told("a").get(3);
        assertEquals("conflict", conflict.get("event").asText());
        assertEquals("holder", conflict.get("state").asText());
        assertEquals(
                site.mac("c").toString(), conflict.get("stranger").get("mac").asText());

        a.program().stop();
        b.awaitRepointed();
        Program.await("b is told that it holds", () -> changes("b").contains("standby>holder " + (epoch + 3)));
        List<String> changes = new ArrayList<>(changes("b"));
        // If the heir was just looking, it could not have taken what the stranger used.
        changes.removeAll(List.of("standby>fault " + (epoch + 2), "fault>standby " + (epoch + 2)));
        assertEquals(
                List.of(
                        "unknown>standby " + epoch,
                        "standby>holder " + (epoch + 1),
                        "unknown>standby " + (epoch + 2),
                        "standby>holder " + (epoch + 3)),
                changes);
        assertEquals("standby", told("a").get(4).get("event").asText(), "told before it ended");
        assertEquals(5, a.logOf("hook=").size(), () -> a.log().toString());
    }

    @Test
    void aServerWithoutCarrierIsAtFault() {
        RunningAgent a = startRecording("a");
        a.awaitRepointed();
        RunningAgent b = startRecording("b");
        a.awaitPaired();
        a.awaitFitPeer();
        site.lab().ip(Site.LAN, "link set " + Site.portOf("a") + " down");
        b.awaitRepointed();
        Program.await("a fault", () -> lastOf("a").equals("fault: interface lan0 has no carrier"));
        site.lab().ip(Site.LAN, "link set " + Site.portOf("a") + " up");
        Program.await("well again", () -> lastOf("a").startsWith("standby: "));
        assertTrue(changes("b").stream().noneMatch(change -> change.contains("fault")), "b is well");
    }

    private String lastOf(String server) {
        List<JsonNode> events = told(server);
        JsonNode last = events.get(events.size() - 1);
        return last.get("event").asText() + ": " + last.get("because").asText();
    }

    /** Both servers' programs hang at each event, and leave children. The takeover is as fast as one without any. */
    @Test
    void aHookThatHangsDelaysNothingAndTheLastStateIsToldAfterwards() {
        String hangs = "cat >> " + site.file("%s.told") + "\n[ -e " + site.file("free")
                + " ] || { sleep 60 & echo $! >> " + site.file("%s.children") + "; wait; }\n";
        RunningAgent a = start("a", hangs.replace("%s", "a"), "3s");
        a.awaitRepointed();
        RunningAgent b = start("b", hangs.replace("%s", "b"), "3s");
        a.awaitPaired();
        b.awaitPaired();
        a.awaitFitPeer();
        Program.await("one hangs on b", () -> !lines("b.children").isEmpty());
        try (LeaseEye eye = LeaseEye.on(site, CLUSTER, VIP)) {
            a.command(0, "done: b holds the addresses", "switchover");
            b.awaitRepointed();
            b.awaitFitPeer();
            Duration outage = eye.handover("a", "b");
            System.out.println("switchover with hooks that hang: from lease to lease " + outage);
            assertEquals(0, eye.overlaps());
            assertTrue(outage.compareTo(Duration.ofMillis(500)) < 0, () -> "it waited: " + outage + " " + b.log());
            site.write("free", "");
        }
        Program.await(
                "the last state", () -> b.status().orElseThrow().counters().get("hooks.run") >= 2);
        assertEquals("holder", told("b").get(told("b").size() - 1).get("event").asText());
        assertTrue(
                b.status().orElseThrow().counters().get("hooks.killed") >= 1,
                () -> b.log().toString());
        assertTrue(
                b.logHas("took longer than 3000 ms and was killed"),
                () -> b.log().toString());
        for (String child : lines("b.children")) {
            assertFalse(isAlive(child), child);
        }
    }

    /** Whether a process with this id runs; one that has ended may wait for its parent to look. */
    private static boolean isAlive(String pid) {
        try {
            return !Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }

    private RunningAgent startRecording(String server) {
        return start(
                server,
                "env | grep ^ARP_FAILOVER_ >> " + site.file(server + ".environment") + "\ncat >> "
                        + site.file(server + ".told") + "\n",
                "20s");
    }

    private RunningAgent start(String server, String script, String limit) {
        Path program = Site.restricted(site.write(server + ".hook", "#!/bin/sh\n" + script), "rwx------");
        AgentYaml hooked = yaml.with("hooks:")
                .with("  onHolder: " + program)
                .with("  onStandby: " + program)
                .with("  onFault: " + program)
                .with("  onConflict: " + program)
                .with("  timeout: " + limit);
        return site.startAgent(server, hooked);
    }

    private void awaitTold(String server, String... changes) {
        try {
            Program.await("told", () -> changes(server).equals(List.of(changes)));
        } catch (AssertionError late) {
            assertEquals(List.of(changes), changes(server));
            throw late;
        }
    }

    private List<String> changes(String server) {
        return told(server).stream()
                .filter(event -> !event.has("stranger"))
                .map(event -> event.get("previous").asText() + ">"
                        + event.get("event").asText() + " " + event.get("epoch").asLong())
                .toList();
    }

    /** Every object that a server's program was given. */
    private List<JsonNode> told(String server) {
        return lines(server + ".told").stream().map(HooksEndToEndIT::parse).toList();
    }

    private List<String> lines(String file) {
        try {
            return Files.exists(site.file(file)) ? Files.readAllLines(site.file(file)) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
