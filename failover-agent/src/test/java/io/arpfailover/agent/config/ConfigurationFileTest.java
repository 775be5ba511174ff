package io.arpfailover.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationFileTest {
    private static final String SMALLEST = """
            cluster: web
            node: a
            interface: lan0
            addresses: [10.77.0.100/24]
            zookeeper:
              connect: 10.79.0.10:2181
            """;

    @TempDir
    private Path directory;

    @Test
    void defaultsFillTheSmallestFile() throws IOException {
        AgentConfiguration expected = new AgentConfiguration(
                new ClusterName("web"),
                new NodeName("a"),
                "lan0",
                List.of(Ipv4Prefix.parse("10.77.0.100/24")),
                Optional.empty(),
                new ZooKeeperConfiguration("10.79.0.10:2181", Duration.ofSeconds(3), Optional.empty()),
                AcdProfile.FAST,
                DefencePolicy.ALWAYS,
                new AnnounceConfiguration(Pace.DEFAULT, Duration.ofSeconds(60)),
                Path.of("/run/arp-failover/web.sock"));
        assertEquals(expected, valid(SMALLEST).configuration());
    }

    @Test
    void everyKeyCanBeWritten() throws IOException {
        String all = """
                # comments are fine
                cluster: db-1
                node: b.example
                interface: bond0.7
                addresses:
                  - 10.77.0.100/24
                  - 10.77.0.101/32
                gateway: 10.77.0.254
                zookeeper:
                  connect: "zk1:2181,[fd00::1]:2182,zk3/chroot"
                  session: 1500ms
                  authFile: /etc/arp-failover/zookeeper.auth
                acd: rfc5227
                defend: once
                announce: {pace: unlimited, refresh: 2m}
                control: /run/other.sock
                """;
        AgentConfiguration expected = new AgentConfiguration(
                new ClusterName("db-1"),
                new NodeName("b.example"),
                "bond0.7",
                List.of(Ipv4Prefix.parse("10.77.0.100/24"), Ipv4Prefix.parse("10.77.0.101/32")),
                Optional.of(Ipv4Address.parse("10.77.0.254")),
                new ZooKeeperConfiguration(
                        "zk1:2181,[fd00::1]:2182,zk3/chroot",
                        Duration.ofMillis(1500),
                        Optional.of(Path.of("/etc/arp-failover/zookeeper.auth"))),
                AcdProfile.RFC5227,
                DefencePolicy.ONCE,
                new AnnounceConfiguration(Pace.UNLIMITED, Duration.ofMinutes(2)),
                Path.of("/run/other.sock"));
        assertEquals(expected, valid(all).configuration());
    }

    /** The documented example of each key is good: it is what the remedies tell people to write. */
    @Test
    void theDocumentedTextsMakeAValidFile() throws IOException {
        String all = Stream.of("", "zookeeper", "announce")
                .map(section -> (section.isEmpty() ? "" : section + ":\n")
                        + Key.in(section).stream()
                                .filter(key -> key.presence() != Key.Presence.SECTION)
                                .map(ConfigurationFileTest::documented)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
        Positions positions = valid(all).positions();
        Arrays.stream(Key.values())
                .forEach(key -> assertTrue(positions.byField().containsKey(key.path()), key.path()));
    }

    /** A key that is documented but not read would be accepted in silence. */
    @ParameterizedTest
    @EnumSource(Key.class)
    void aKeyIsRefusedWithoutAValue(Key key) throws IOException {
        String only = key.section().isEmpty() ? key.leaf() + ":\n" : key.section() + ":\n  " + key.leaf() + ":\n";
        int line = key.section().isEmpty() ? 1 : 2;
        assertTrue(
                problems(only).stream()
                        .anyMatch(problem ->
                                problem.startsWith("agent.yaml:" + line) && problem.contains(" " + key.path() + ": ")),
                only);
    }

    @Test
    void everyFieldHasAPosition() throws IOException {
        ConfigurationReading.Valid valid = valid(SMALLEST.replace("addresses: [", "addresses: [10.77.0.99/24, "));
        Positions positions = valid.positions();
        assertEquals(new Position(3, 12), positions.of("interface"));
        assertEquals(new Position(4, 12), positions.of("addresses"));
        assertEquals(new Position(4, 28), positions.of("addresses[1]"));
        assertEquals(new Position(6, 12), positions.of("zookeeper.connect"));
        assertEquals(new Position(6, 3), positions.of("zookeeper.session"), "a default: where its section is");
        assertEquals(new Position(1, 1), positions.of("gateway"), "absent: the file's start");
        assertEquals("agent.yaml:4:28: addresses: is taken", named(positions.problem(Key.ADDRESSES, 1, "is taken")));
        assertEquals(
                "agent.yaml:6:3: zookeeper.session: is not granted",
                named(positions.problem(Key.ZOOKEEPER_SESSION, "is not granted")));
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                bad(
                        "wrong address",
                        SMALLEST.replace(".100", ".300"),
                        "4:13: addresses: '10.77.0.300/24' is not an IPv4 address with prefix length; write it as 10.77.0.100/24"),
                bad(
                        "no prefix length",
                        SMALLEST.replace("/24", ""),
                        "4:13: addresses: '10.77.0.100' is not an IPv4 address with prefix length; write it as 10.77.0.100/24"),
                bad(
                        "all that is wrong at once, in the order of the file",
                        """
                        cluster: Web
                        node: -a
                        interface: far-too-long-a-name
                        addresses: [10.77.0.1/33]
                        gateway: 10.77.0
                        zookeeper:
                          connect: "zk1:0"
                          session: 500ms
                        """,
                        "1:10: cluster: 'Web' is not a cluster name (1 to 32 lower-case letters, digits or hyphens, a letter first); write it as web",
                        "2:7: node: '-a' is not a node name (1 to 63 lower-case letters, digits, dots or hyphens, a letter or digit first); write it as a",
                        "3:12: interface: 'far-too-long-a-name' is not the name of a network interface (1 to 15 characters); write it as lan0",
                        "4:13: addresses: '10.77.0.1/33' is not an IPv4 address with prefix length; write it as 10.77.0.100/24",
                        "5:10: gateway: '10.77.0' is not an IPv4 address; write it as 10.77.0.254",
                        "7:12: zookeeper.connect: 'zk1:0' is not a list of ZooKeeper servers (host:port, commas between, no spaces); write it as 10.79.0.10:2181",
                        "8:12: zookeeper.session: '500ms' is not a duration from 1s to 40s (a whole number and ms, s, m or h); write it as 3s"),
                bad(
                        "missing fields",
                        "node: a\n",
                        "1:1: cluster: is missing; add 'cluster: web'",
                        "1:1: interface: is missing; add 'interface: lan0'",
                        "1:1: addresses: is missing; add 'addresses: [10.77.0.100/24]'",
                        "1:1: zookeeper.connect: is missing; add 'connect: 10.79.0.10:2181' under 'zookeeper:'"),
                bad(
                        "missing in a section",
                        SMALLEST.replace("connect: 10.79.0.10:2181", "session: 3s"),
                        "6:3: zookeeper.connect: is missing; add 'connect: 10.79.0.10:2181' under 'zookeeper:'"),
                bad(
                        "session too long",
                        SMALLEST + "  session: 41s\n",
                        "7:12: zookeeper.session: '41s' is not a duration from 1s to 40s (a whole number and ms, s, m or h); write it as 3s"),
                bad(
                        "duration without a unit",
                        SMALLEST + "announce:\n  refresh: 60\n",
                        "8:12: announce.refresh: '60' is not a duration from 1s to 1h (a whole number and ms, s, m or h); write it as 60s"),
                bad(
                        "pace of nothing",
                        SMALLEST + "announce: {pace: 0}\n",
                        "7:18: announce.pace: '0' is not a number of frames per second from 1 to 100000, or 'unlimited'; write it as 14"),
                bad(
                        "unknown profile",
                        SMALLEST + "acd: slow\n",
                        "7:6: acd: 'slow' is not one of fast, rfc5227; write it as fast"),
                bad(
                        "unknown policy",
                        SMALLEST + "defend: Never\n",
                        "7:9: defend: 'Never' is not one of never, once, always; write it as always"),
                bad(
                        "relative paths",
                        SMALLEST + "  authFile: auth\ncontrol: web.sock\n",
                        "7:13: zookeeper.authFile: 'auth' is not an absolute path; write it as /etc/arp-failover/zookeeper.auth",
                        "8:10: control: 'web.sock' is not an absolute path of at most 100 octets; write it as /run/arp-failover/web.sock"),
                bad(
                        "connect string with a space",
                        SMALLEST.replace("10.79.0.10:2181", "zk1:2181, zk2:2181"),
                        "6:12: zookeeper.connect: 'zk1:2181, zk2:2181' is not a list of ZooKeeper servers (host:port, commas between, no spaces); write it as 10.79.0.10:2181"),
                bad(
                        "port too large",
                        SMALLEST.replace("2181", "65536"),
                        "6:12: zookeeper.connect: '10.79.0.10:65536' is not a list of ZooKeeper servers (host:port, commas between, no spaces); write it as 10.79.0.10:2181"),
                bad(
                        "misspelt key",
                        SMALLEST + "gatway: 10.77.0.254\n",
                        "7:1: gatway: is not a known key; did you mean 'gateway'?"),
                bad(
                        "misspelt key in a section",
                        SMALLEST + "  authfile: /a\n",
                        "7:3: zookeeper.authfile: is not a known key; did you mean 'authFile'?"),
                bad(
                        "key in the wrong section",
                        SMALLEST + "session: 3s\n",
                        "7:1: session: is not a known key; it belongs under 'zookeeper:'"),
                bad(
                        "key indented too far",
                        SMALLEST + "  gateway: 10.77.0.254\n",
                        "7:3: zookeeper.gateway: is not a known key; it belongs at the top of the file, not indented"),
                bad(
                        "unknown key",
                        SMALLEST + "announce: {colour: red}\n",
                        "7:12: announce.colour: is not a known key; remove it, or use one of: pace, refresh"),
                bad("duplicate key", SMALLEST + "node: b\n", "7:1: node: is written twice; remove one of the two"),
                bad(
                        "a key that is no word",
                        SMALLEST + "announce: {[a]: b}\n",
                        "7:12: announce: a key must be a single word; known here: pace, refresh"),
                bad(
                        "duplicate address",
                        SMALLEST.replace("addresses: [", "addresses: [10.77.0.100/32, "),
                        "4:29: addresses: 10.77.0.100 is listed twice; remove one of the two"),
                bad(
                        "the gateway as shared address",
                        SMALLEST + "gateway: 10.77.0.100\n",
                        "4:13: addresses: 10.77.0.100 is the gateway; share another address"),
                bad(
                        "not the address of a host",
                        SMALLEST.replace("[10.77.0.100/24]", "[10.77.0.0/24, 10.77.0.255/24, 224.0.0.1/32]"),
                        "4:13: addresses: '10.77.0.0/24' is not the address of one host; write it as 10.77.0.100/24",
                        "4:27: addresses: '10.77.0.255/24' is not the address of one host; write it as 10.77.0.100/24",
                        "4:43: addresses: '224.0.0.1/32' is not the address of one host; write it as 10.77.0.100/24"),
                bad(
                        "empty list",
                        SMALLEST.replace("[10.77.0.100/24]", "[]"),
                        "4:12: addresses: is an empty list; write 'addresses: [10.77.0.100/24]'"),
                bad(
                        "no list",
                        SMALLEST.replace("[10.77.0.100/24]", "10.77.0.100/24"),
                        "4:12: addresses: is not a list; write 'addresses: [10.77.0.100/24]'"),
                bad(
                        "a list in a list",
                        SMALLEST.replace("[10.77.0.100/24]", "[[10.77.0.100/24]]"),
                        "4:13: addresses: is not a single value; write it as 10.77.0.100/24"),
                bad(
                        "a list for a value",
                        SMALLEST.replace("node: a", "node: [a, b]"),
                        "2:7: node: is not a single value; write it as a"),
                bad("no value", SMALLEST.replace("node: a", "node:"), "2:6: node: has no value; write it as a"),
                bad(
                        "a value for a section",
                        SMALLEST.replace("zookeeper:\n  connect: ", "zookeeper: "),
                        "5:12: zookeeper: has no keys; write its keys below it, indented by two spaces"),
                bad(
                        "a list for a file",
                        "- cluster\n",
                        "1:1: has no keys; the file must consist of lines such as 'cluster: web'"),
                bad(
                        "control characters are not echoed",
                        SMALLEST.replace("node: a", "node: \"a\\e[2J\\nb\""),
                        "2:7: node: 'a?[2J?b' is not a node name (1 to 63 lower-case letters, digits, dots or hyphens, a letter or digit first); write it as a"),
                bad(
                        "a tab",
                        "cluster: web\n\tnode: a\n",
                        "2:1: is not YAML: a tab cannot stand here; indent with spaces"),
                bad(
                        "an open bracket",
                        "cluster: web\naddresses: [10.77.0.100/24\nnode: a\n",
                        "3:5: is not YAML: expected ',' or ']', but got :; check quotes, brackets and indentation here"),
                bad(
                        "two documents",
                        SMALLEST + "---\n" + SMALLEST,
                        "8:1: begins a second document; keep one, and remove the line '---' before this"),
                bad("nothing but a comment", "# nothing\n", " is empty; begin with 'cluster: web'"),
                bad(
                        "a file of another kind",
                        "x".repeat(65 * 1024),
                        " is larger than 64 KiB; is this the agent's configuration?"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void badFile(String what, String text, List<String> expected) throws IOException {
        assertEquals(expected, problems(text), what);
    }

    @Test
    void aFileThatIsNotThere() {
        assertEquals(
                List.of("agent.yaml: does not exist; write it, or name another with --config"),
                problemsOf(directory.resolve("agent.yaml")));
    }

    @Test
    void aDirectory() throws IOException {
        Path file = Files.createDirectory(directory.resolve("agent.yaml"));
        assertEquals(
                List.of("agent.yaml: cannot be read (Is a directory); name a regular file with --config"),
                problemsOf(file));
    }

    @Test
    void otherOctetsThanUtf8() throws IOException {
        Path file = Files.write(directory.resolve("agent.yaml"), "node: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(List.of("agent.yaml: is not text in UTF-8; save it as UTF-8"), problemsOf(file));
    }

    @Test
    void anUnprintableCharacter() throws IOException {
        List<String> problems = problems("node: a\u0007\n");
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("agent.yaml: is not YAML ("), problems.get(0));
    }

    private static Arguments bad(String what, String text, String... lines) {
        return Arguments.of(
                what,
                text,
                Arrays.stream(lines).map(line -> "agent.yaml:" + line).toList());
    }

    private static String documented(Key key) {
        String text = key == Key.ADDRESSES ? "[" + key.text() + "]" : key.text();
        return (key.section().isEmpty() ? "" : "  ") + key.leaf() + ": " + text + "\n";
    }

    private ConfigurationReading.Valid valid(String text) throws IOException {
        return read(text).map(valid -> valid, invalid -> {
            throw new AssertionError(invalid.problems().toString());
        });
    }

    private List<String> problems(String text) throws IOException {
        return problemsOf(write(text));
    }

    private List<String> problemsOf(Path file) {
        return ConfigurationFile.read(file)
                .map(
                        valid -> List.of("no problem"),
                        invalid -> invalid.problems().stream().map(this::named).toList());
    }

    private ConfigurationReading read(String text) throws IOException {
        return ConfigurationFile.read(write(text));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("agent.yaml"), text);
    }

    private String named(ConfigProblem problem) {
        return problem.toString().replace(directory + "/", "");
    }
}
