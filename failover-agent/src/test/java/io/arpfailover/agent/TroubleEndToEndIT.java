package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.Trouble;
import io.arpfailover.agent.kernel.HostIdentity;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What keeps a running agent from serving, or may yet: its status says it, and what to do. */
class TroubleEndToEndIT {
    private static final Ipv4Address VIP = Ipv4Address.parse("10.9.0.100");
    private static final int SENDER_MAC_OFFSET = 22;
    private static final int SENDER_IP_OFFSET = 28;

    private static Site site;
    private final Map<String, RunningAgent> agents = new LinkedHashMap<>();

    @BeforeAll
    static void build() {
        site = Site.create();
        site.startZooKeeper();
    }

    @AfterAll
    static void remove() {
        site.close();
    }

    @AfterEach
    void stopThem() {
        agents.values().forEach(agent -> agent.program().stop());
        for (String server : List.of("a", "b", "c")) {
            assertFalse(site.hasTable(server), "a table is left on " + server);
            assertFalse(site.hasAddress(server, VIP.toString()), "the address is left on " + server);
        }
    }

    @Test
    void noZooKeeper() {
        RunningAgent a = start(
                "a",
                AgentYaml.of("lonely")
                        .replace(Site.ZOOKEEPER, "10.10.0.10:2999")
                        .session("1s"));
        AgentStatus status =
                a.awaitBecause("no ZooKeeper answers at 10.10.0.10:2999; start it, or correct the address; trying on");
        assertEquals("waiting", status.state());
        assertEquals(
                new Trouble("no contact with ZooKeeper", "check the ensemble and the network to it"),
                Trouble.in(status).get(0));
    }

    @Test
    void wrongCredentials() throws IOException {
        AgentYaml yaml = AgentYaml.of("secret");
        start("a", withAuth(yaml, "right.auth", "agent:right")).awaitHolder();
        Path wrong = site.file("wrong.auth");
        AgentStatus status = start("b", withAuth(yaml, "wrong.auth", "agent:wrong"))
                .awaitBecause("could not register in cluster secret in ZooKeeper at " + Site.ZOOKEEPER
                        + ": permission denied; auth file " + wrong
                        + " must hold the user and password the nodes were created with");
        assertEquals("waiting", status.state());
    }

    @Test
    void thoseWhoDoNotFitIntoThePair() {
        RunningAgent a = start("a", AgentYaml.of("web"));
        a.awaitHolder();
        RunningAgent twin = startAs("b", "a", AgentYaml.of("web"));
        RunningAgent other = start("c", AgentYaml.of("web").addresses("10.9.0.100/24, 10.9.0.101/24"));
        String host = site.lab().call("a", HostIdentity::read).text();
        twin.awaitBecause("cluster web already has a node a, on host " + host
                + "; give this one another name, or wait until that session has ended if this server just restarted");
        other.awaitBecause("addresses differ: [10.9.0.100/24, 10.9.0.101/24] here, [10.9.0.100/24] on member a;"
                + " configure the same list on both");
        twin.program().stop();
        other.program().stop();

        start("b", AgentYaml.of("web"))
                .awaitStatus("b stands by", status -> status.state().equals("standby"));
        start("c", AgentYaml.of("web"))
                .awaitBecause("cluster web already has members a and b; stop one of them,"
                        + " or choose another cluster name");
        assertEquals("holder", a.status().orElseThrow().state(), "the pair goes on");
    }

    /** Its shortest session is two ticks: four seconds. */
    @Test
    void aSessionThatZooKeeperDoesNotGrant() throws IOException {
        Path data = Files.createDirectory(site.file("quorum"));
        Files.writeString(data.resolve("myid"), "1");
        Path configuration = site.write("zoo.cfg", """
                dataDir=%s
                clientPort=2182
                tickTime=2000
                initLimit=5
                syncLimit=5
                standaloneEnabled=false
                server.1=127.0.0.1:2888:3888
                """.formatted(data));
        Program quorum = site.startZooKeeper("--config", configuration.toString());
        AgentStatus status = start(
                        "a",
                        AgentYaml.of("slow")
                                .replace(Site.ZOOKEEPER, "10.10.0.10:2182")
                                .session("2s"))
                .awaitHolder();
        assertTrue(
                Trouble.in(status)
                        .contains(new Trouble(
                                "ZooKeeper granted a session of 4000 ms instead of 2000 ms;"
                                        + " a takeover after a loss takes that much longer",
                                "lower its minSessionTimeout (or tickTime),"
                                        + " or set 'zookeeper.session' to what it grants")),
                () -> status + " " + quorum.errors());
    }

    @Test
    void malformedFramesAreCountedByReasonAndNotLogged() {
        RunningAgent a = start("a", AgentYaml.of("web"));
        a.awaitRepointed();
        NetnsLab.until(
                "the watch of the gateway has its verdict",
                () -> !a.logOf("answers, at").isEmpty());
        int linesBefore = a.log().size();
        int each = 3000;
        Map<String, byte[]> kinds = malformed(site.mac("c"));
        try (LanTap c = LanTap.on(site.lab(), "c", Site.LAN)) {
            for (int i = 0; i < each; i++) {
                kinds.values().forEach(c::send);
            }
        }
        AgentStatus status = a.awaitStatus(
                "every kind is counted",
                now -> kinds.keySet().stream()
                        .allMatch(reason -> now.counters().getOrDefault("malformed." + reason, 0L) > 0));
        kinds.keySet()
                .forEach(reason -> assertTrue(status.counters().get("malformed." + reason) <= each, status.toString()));
        assertEquals(linesBefore, a.log().size(), () -> "log " + a.log());
        assertEquals("holder", status.state());
        assertTrue(site.hasAddress("a", VIP.toString()));
    }

    /** One frame for each reason that a switch lets through, made from a sound one. */
    private static Map<String, byte[]> malformed(MacAddress source) {
        byte[] sound = ArpFrame.broadcast(ArpPacket.request(source, Ipv4Address.parse("10.9.0.3"), VIP))
                .encode();
        Map<String, byte[]> kinds = new LinkedHashMap<>();
        kinds.put("hardware_type", changed(sound, 15, 6));
        kinds.put("protocol_type", changed(sound, 16, 0x86));
        kinds.put("hardware_length", changed(sound, 18, 8));
        kinds.put("protocol_length", changed(sound, 19, 255));
        kinds.put("operation", changed(sound, 21, 9));
        kinds.put("sender_mac", changed(sound, SENDER_MAC_OFFSET, 0xff));
        kinds.put("sender_ip", changed(sound, SENDER_IP_OFFSET, 127));
        kinds.put("truncated", Arrays.copyOf(sound, 24));
        return kinds;
    }

    private static byte[] changed(byte[] frame, int offset, int value) {
        byte[] copy = frame.clone();
        copy[offset] = (byte) value;
        return copy;
    }

    private RunningAgent start(String server, AgentYaml yaml) {
        return startAs(server, server, yaml);
    }

    private RunningAgent startAs(String server, String node, AgentYaml yaml) {
        RunningAgent agent = RunningAgent.start(site, server, yaml.node(node));
        agents.put(server, agent);
        return agent;
    }

    private static AgentYaml withAuth(AgentYaml yaml, String name, String text) throws IOException {
        Path auth = site.write(name, text + "\n");
        Files.setPosixFilePermissions(auth, PosixFilePermissions.fromString("rw-------"));
        return yaml.replace("  session: 4s\n", "  session: 4s\n  authFile: " + auth + "\n");
    }
}
