package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What keeps an agent from running: one line that says what, where and what to do, exit code 2, nothing left behind. */
class BadInputEndToEndIT {
    private static final AgentYaml GOOD = AgentYaml.of("web");

    private static Site site;
    private Path file;

    @BeforeAll
    static void build() {
        site = Site.create();
    }

    @AfterAll
    static void remove() {
        site.close();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        assertFalse(site.hasTable("a"), "a table is left");
        assertFalse(site.hasAddress("a", "10.9.0.100"), "the address is left");
    }

    static Stream<Arguments> mistakesInTheFile() {
        return Stream.of(
                Arguments.of(
                        "a missing field",
                        GOOD.replace("cluster: web\n", ""),
                        "1:1: cluster: is missing; add 'cluster: web'"),
                Arguments.of(
                        "a wrong field",
                        GOOD.addresses("10.9.0.300/24"),
                        "4:13: addresses: '10.9.0.300/24' is not an IPv4 address with prefix length;"
                                + " write it as 10.77.0.100/24"),
                Arguments.of(
                        "an unknown key",
                        GOOD.with("defnd: once"),
                        "9:1: defnd: is not a known key; did you mean 'defend'?"),
                Arguments.of(
                        "an interface that does not exist",
                        GOOD.replace("lan0", "lan9"),
                        "3:12: interface: 'lan9' does not exist here; use one of: lan0, mgmt0"),
                Arguments.of(
                        "the loopback interface",
                        GOOD.replace("lan0", "lo").replace("gateway: 10.9.0.254\n", ""),
                        "4:13: addresses: 10.9.0.100 is outside the network of lo (127.0.0.1/8);"
                                + " correct the address or the interface"),
                Arguments.of(
                        "an address outside the interface's network",
                        GOOD.addresses("10.99.0.100/24"),
                        "4:13: addresses: 10.99.0.100 is outside the network of lan0 (10.9.0.1/24);"
                                + " correct the address or the interface"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakesInTheFile")
    void aMistakeInTheFileIsOneLine(String name, AgentYaml yaml, String complaint) {
        assertRefused(run(yaml), complaint);
    }

    @Test
    void anInterfaceWithoutArpIsRefused() {
        site.lab().ip("a", "addr add 10.9.9.1/24 dev lo");
        try {
            AgentYaml yaml =
                    GOOD.replace("lan0", "lo").addresses("10.9.9.100/24").replace("gateway: 10.9.0.254\n", "");
            assertRefused(run(yaml), "3:12: interface: lo does not speak ARP; name an Ethernet interface");
        } finally {
            site.lab().ip("a", "addr del 10.9.9.1/24 dev lo");
        }
    }

    @Test
    void anAddressPutThereByHandIsRefusedAndStays() {
        site.lab().ip("a", "addr add 10.9.0.100/24 dev lan0");
        try {
            assertRefused(
                    run(GOOD),
                    "4:13: addresses: 10.9.0.100/24 is on this server already, put there by another program;"
                            + " remove it there, since only the agent may decide where it is");
            assertTrue(site.hasAddress("a", "10.9.0.100"), "what is not ours stays");
        } finally {
            site.lab().ip("a", "addr del 10.9.0.100/24 dev lan0");
        }
    }

    @Test
    void withoutCapabilitiesItSaysWhich() {
        assertComplains(
                runAs(GOOD, "setpriv", "--bounding-set=-net_raw"),
                "failover-agent: no CAP_NET_RAW; run it as root, or grant the capability");
        assertComplains(
                runAs(GOOD, "setpriv", "--bounding-set=-net_admin,-net_raw"),
                "failover-agent: no CAP_NET_ADMIN and no CAP_NET_RAW; run it as root, or grant the capability");
    }

    @Test
    void withoutLibpcapItSaysWhatToInstall() {
        assertComplains(
                runWithout("libpcap.so"),
                "failover-agent: libpcap not found: install libpcap0.8 (Debian, Ubuntu) or libpcap");
    }

    @Test
    void withoutLibnftablesItSaysWhatToInstall() {
        assertComplains(
                runWithout("libnftables.so"),
                "failover-agent: cannot load libnftables.so.1: install libnftables1 (Debian, Ubuntu) or nftables");
    }

    @Test
    void aSecondAgentOnTheSameHostIsRefused() {
        RunningAgent first = site.startAgent("a", GOOD);
        try {
            first.awaitStatus("it runs", status -> true);
            assertRefused(run(GOOD), "1:10: cluster: another agent of cluster web runs on this host; stop it first");
            assertTrue(first.program().isAlive(), "the first one goes on");
        } finally {
            first.program().stop();
        }
    }

    @Test
    void aControlSocketInUseIsRefused() {
        RunningAgent first = site.startAgent("a", AgentYaml.of("db").addresses("10.9.0.101/24"));
        try {
            first.awaitStatus("it runs", status -> true);
            Path socket = site.file("a-db.sock");
            assertComplains(
                    run(GOOD.with("control: " + socket)),
                    "failover-agent: another agent runs (process "
                            + first.program().pid() + ") with " + socket
                            + ": stop it, or set 'cluster:' or 'control:' to another");
            assertTrue(first.status().isPresent(), "the first one answers as before");
        } finally {
            first.program().stop();
        }
    }

    @Test
    void anAuthFileThatOthersMayReadIsRefused() throws IOException {
        Path auth = site.write("open.auth", "agent:secret\n");
        Files.setPosixFilePermissions(auth, PosixFilePermissions.fromString("rw-r--r--"));
        assertComplains(
                run(GOOD.replace("  session: 4s\n", "  session: 4s\n  authFile: " + auth + "\n")),
                "failover-agent: auth file " + auth + " is open to others; run: chmod 600 " + auth);
    }

    private Program run(AgentYaml yaml) {
        return runAs(yaml);
    }

    private Program runAs(AgentYaml yaml, String... wrapper) {
        AgentYaml stateful = yaml.with("state: " + site.file("bad.state"));
        String text = yaml.text().contains("control:")
                ? stateful.text()
                : stateful.with("control: " + site.file("bad.sock")).text();
        file = site.write("bad.yaml", text);
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.addAll(List.of(Site.script("failover-agent"), "run", "--config", file.toString()));
        return site.start("a", command);
    }

    /** With an empty file in a library's place, in the mount namespace that `ip netns exec` makes. */
    private Program runWithout(String library) {
        String hide = "mount --bind /dev/null \"$(readlink -f \"$(ldconfig -p | sed -n 's/.*" + library
                + ".* => //p' | head -n 1)\")\" && exec \"$@\"";
        return runAs(GOOD, "sh", "-c", hide, "sh");
    }

    private void assertRefused(Program program, String complaint) {
        assertComplains(program, file + ":" + complaint);
    }

    private static void assertComplains(Program program, String complaint) {
        assertEquals(2, program.exitCode(), () -> "exit code; stderr " + program.errors());
        assertEquals(List.of(complaint), program.complaints());
    }
}
