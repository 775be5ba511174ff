package io.arpfailover.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.config.HostView;
import io.arpfailover.agent.config.SystemHostView;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.agent.control.ControlServer;
import io.arpfailover.agent.control.FakeAgent;
import io.arpfailover.agent.control.Samples;
import io.arpfailover.agent.netns.NetnsLab;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code arp cache} on a real kernel's table. */
class ArpCacheNetnsIT {
    private static final HostView HOST = new SystemHostView();

    @TempDir
    private Path directory;

    private final NetnsLab lab = NetnsLab.create();

    /** How the program ended and what it printed. */
    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void open() throws IOException {
        lab.cable("a", "lan0", "b", "lan0");
        lab.ip("a", "addr add 10.77.0.1/24 dev lan0");
        lab.ip("a", "neigh add 10.77.0.3 lladdr 02:00:00:00:00:03 nud stale dev lan0");
        lab.ip("a", "neigh add 10.77.0.20 nud failed dev lan0");
        Files.writeString(directory.resolve("agent.yaml"), """
                cluster: web
                node: a
                interface: lan0
                addresses: [10.77.0.100/24]
                zookeeper: {connect: "10.79.0.10:2181"}
                control: %s
                """.formatted(directory.resolve("web.sock")));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void showsTheKernelsAlone() {
        Outcome outcome = execute("cache", "-i", "lan0");
        assertEquals(
                List.of(
                        "10.77.0.3       lladdr 02:00:00:00:00:03 kernel STALE",
                        "10.77.0.20                               kernel FAILED"),
                outcome.out().lines().toList());
        assertTrue(outcome.err().startsWith("failover-agent arp cache: the kernel's alone: "), outcome.err());
    }

    @Test
    void showsAgesInTheMannerOfIp() {
        Outcome outcome = execute("cache", "-s");
        assertTrue(
                outcome.out()
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .matches(".* kernel STALE used \\d+/\\d+/\\d+ probes \\d"),
                outcome.out());
    }

    @Test
    @SuppressWarnings("try") // what is only held is not used
    void showsTheAgentsBesideThem() throws ControlFailure {
        lab.ip("a", "neigh add " + Samples.NEIGHBOR.address() + " lladdr 02:00:00:00:00:99 nud reachable dev lan0");
        try (ControlServer server =
                ControlServer.open(directory.resolve("web.sock"), new FakeAgent(Samples.holder()))) {
            Outcome outcome = execute("cache");
            String mac = Samples.NEIGHBOR.mac().orElseThrow();
            assertTrue(outcome.out().contains("DIFFER: agent has " + mac), outcome.out());
            assertTrue(outcome.out().contains("kernel STALE  agent -"), outcome.out());
            assertEquals("", outcome.err());
            Outcome json = execute("cache", "--json");
            assertTrue(json.out().contains("\"agentMac\":\"" + mac + "\""), json.out());
            assertTrue(json.out().contains("\"differ\":true"), json.out());
            assertEquals(3, json.out().lines().count());
        }
    }

    @Test
    void showsTheKernelsInTheMannerOfArp() {
        execute("cache", "put", "10.77.0.4", "02:00:00:00:00:04");
        Outcome outcome = execute("cache", "--arp");
        assertEquals(
                List.of(
                        "? (10.77.0.3) at 02:00:00:00:00:03 [ether] on lan0",
                        "? (10.77.0.4) at 02:00:00:00:00:04 [ether] PERM on lan0",
                        "? (10.77.0.20) at <incomplete> on lan0"),
                outcome.out().lines().toList());
    }

    @Test
    void putsDeletesAndFlushes() {
        assertEquals(
                new Outcome(0, "done: 10.77.0.4 is at 02:00:00:00:00:04 on lan0, permanently\n", ""),
                execute("cache", "put", "10.77.0.4", "02:00:00:00:00:04"));
        assertTrue(lab.ip("a", "neigh show 10.77.0.4").contains("PERMANENT"));
        assertEquals(
                new Outcome(0, "done: 2 removed from the kernel's table of lan0\n", ""), execute("cache", "flush"));
        assertEquals(1, execute("cache", "--arp").out().lines().count());
        assertEquals(
                new Outcome(0, "done: 10.77.0.4 is removed from the kernel's table of lan0\n", ""),
                execute("cache", "delete", "10.77.0.4"));
        assertEquals(
                new Outcome(1, "", "failover-agent arp cache delete: the kernel has no entry for 10.77.0.4 on lan0\n"),
                execute("cache", "delete", "10.77.0.4"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            put 10.77.0.4 02:00:00:00:04       | not a MAC address: '02:00:00:00:04'
            put 10.77.0.4 ff:ff:ff:ff:ff:ff    | ff:ff:ff:ff:ff:ff is not one station's address
            put 10.77.0 02:00:00:00:00:04      | not an IPv4 address: '10.77.0'
            put 224.0.0.1 02:00:00:00:00:04    | 224.0.0.1 is no host's address
            put 10.77.0.1 02:00:00:00:00:04    | 10.77.0.1 is this host's own
            put 10.78.0.4 02:00:00:00:00:04    | 10.78.0.4 is in no network of lan0 (10.77.0.1/24)
            put 10.77.0.4                      | Missing required parameter: 'MAC'
            delete x                           | not an IPv4 address: 'x'
            flush -i lan7                      | there is no interface lan7
            """)
    void mistakesAreOneLine(String words, String expected) {
        Outcome outcome = execute(("cache " + words).split(" ", -1));
        assertEquals(2, outcome.code(), outcome.toString());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().contains(expected), outcome.err());
        assertFalse(outcome.err().contains("Exception"), outcome.err());
    }

    private Outcome execute(String... words) {
        String[] arguments = new String[words.length + 3];
        System.arraycopy(words, 0, arguments, 3, words.length);
        arguments[0] = "--config";
        arguments[1] = directory.resolve("agent.yaml").toString();
        arguments[2] = "arp";
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = lab.call(
                "a",
                () -> FailoverAgent.commandLine(checked -> ExitCode.OK, HOST)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(arguments));
        return new Outcome(code, out.toString(), err.toString());
    }
}
