package io.arpfailover.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.check.CheckKind;
import io.arpfailover.agent.check.CheckSettings;
import io.arpfailover.agent.health.CheckLevel;
import io.arpfailover.agent.health.CheckRule;
import io.arpfailover.agent.health.GatewayWatchSettings;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
                new HealthConfiguration(
                        Optional.of(new GatewayWatchSettings(CheckLevel.REQUIRED, Duration.ofSeconds(1), 2, 3)),
                        List.of()),
                Path.of("/run/arp-failover/web.sock"),
                Optional.empty(),
                PromiseTiming.DEFAULT,
                new FailbackConfiguration(
                        FailbackConfiguration.Policy.STICKY, Optional.empty(), Duration.ofSeconds(60)),
                6,
                new InspectConfiguration(InspectLevel.OFF, 15, Optional.empty(), Optional.empty(), Optional.empty()),
                List.of(),
                OnTerminate.AUTO,
                SysctlPolicy.CHECK,
                new HooksConfiguration(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofSeconds(30)),
                Optional.empty(),
                LogFormat.KEY_VALUE,
                Path.of("/var/lib/arp-failover"));
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
                health: {gateway: {level: off, interval: 500ms, rise: 1, fall: 1}, checks: []}
                control: /run/other.sock
                peer:
                  listen: [10.77.0.1, 10.79.0.1]
                  port: 5300
                  secretFile: /etc/arp-failover/other.secret
                timing: {promise: 250ms, restart: 1m}
                failback: {policy: preferred, preferred: a.example, delay: 5m}
                moves: {perHour: 2}
                inspect:
                  level: enforce
                  rate: 30
                  bindings: /etc/arp-failover/pairs
                  quarantine: 10m
                  hook: /usr/local/bin/tell
                proxy:
                  - {network: 10.77.0.64/28, delay: 800ms}
                  - {network: 10.77.0.7/32}
                onTerminate: handOver
                sysctls: set
                hooks:
                  onHolder: /usr/local/bin/serve
                  onStandby: /usr/local/bin/wait
                  onFault: /usr/local/bin/fault
                  onConflict: /usr/local/bin/conflict
                  timeout: 5s
                metrics: {listen: "127.0.0.1:9227"}
                log: json
                state: /var/lib/other
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
                new HealthConfiguration(Optional.empty(), List.of()),
                Path.of("/run/other.sock"),
                Optional.of(new PeerConfiguration(
                        List.of(Ipv4Address.parse("10.77.0.1"), Ipv4Address.parse("10.79.0.1")),
                        5300,
                        Path.of("/etc/arp-failover/other.secret"))),
                new PromiseTiming(Duration.ofMillis(250), Duration.ofMinutes(1)),
                new FailbackConfiguration(
                        FailbackConfiguration.Policy.PREFERRED,
                        Optional.of(new NodeName("a.example")),
                        Duration.ofMinutes(5)),
                2,
                new InspectConfiguration(
                        InspectLevel.ENFORCE,
                        30,
                        Optional.of(Path.of("/etc/arp-failover/pairs")),
                        Optional.of(Duration.ofMinutes(10)),
                        Optional.of(Path.of("/usr/local/bin/tell"))),
                List.of(
                        new ProxyConfiguration(Ipv4Prefix.parse("10.77.0.64/28"), Duration.ofMillis(800)),
                        new ProxyConfiguration(Ipv4Prefix.parse("10.77.0.7/32"), Duration.ZERO)),
                OnTerminate.HAND_OVER,
                SysctlPolicy.SET,
                new HooksConfiguration(
                        Optional.of(Path.of("/usr/local/bin/serve")),
                        Optional.of(Path.of("/usr/local/bin/wait")),
                        Optional.of(Path.of("/usr/local/bin/fault")),
                        Optional.of(Path.of("/usr/local/bin/conflict")),
                        Duration.ofSeconds(5)),
                Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9227)),
                LogFormat.JSON,
                Path.of("/var/lib/other"));
        assertEquals(expected, valid(all).configuration());
    }

    @Test
    void timingMayBeOneWord() throws IOException {
        assertEquals(
                PromiseTiming.FAST,
                valid(SMALLEST + "timing: fast\n").configuration().timing());
        assertEquals(
                new PromiseTiming(Duration.ofMillis(500), Duration.ofSeconds(30)),
                valid(SMALLEST + "timing: {restart: 30s}\n").configuration().timing());
    }

    @Test
    void checksCanBeOfAllKinds() throws IOException {
        HealthConfiguration health = valid(SMALLEST + """
                health:
                  gateway: {level: advisory}
                  checks:
                    - name: web
                      http: https://[::1]:8443/health?deep=no
                      interval: 500ms
                      timeout: 500ms
                      rise: 1
                      fall: 5
                      level: advisory
                    - {name: db, tcp: "db.example:5432"}
                    - {name: disk, script: [/usr/local/bin/check, --free, 10%]}
                """).configuration().health();
        CheckSettings web = new CheckSettings(
                new CheckRule("web", CheckLevel.ADVISORY, 1, 5),
                new CheckKind.Http(URI.create("https://[::1]:8443/health?deep=no")),
                Duration.ofMillis(500),
                Duration.ofMillis(500));
        assertEquals(
                new HealthConfiguration(
                        Optional.of(new GatewayWatchSettings(CheckLevel.ADVISORY, Duration.ofSeconds(1), 2, 3)),
                        List.of(
                                web,
                                byDefault("db", new CheckKind.Tcp("db.example", 5432)),
                                byDefault(
                                        "disk",
                                        new CheckKind.Script(
                                                Path.of("/usr/local/bin/check"), List.of("--free", "10%"))))),
                health);
    }

    private static CheckSettings byDefault(String name, CheckKind kind) {
        return new CheckSettings(
                new CheckRule(name, CheckLevel.REQUIRED, 2, 3), kind, Duration.ofSeconds(2), Duration.ofSeconds(1));
    }

    /** The documented example of each key is good: it is what the remedies tell people to write. */
    @Test
    void theDocumentedTextsMakeAValidFile() throws IOException {
        String all = documentedSections("")
                .replace("[" + Key.HEALTH_CHECKS.text() + "]", checksOfAllKinds())
                .replace("[" + Key.PROXY.text() + "]", "[{network: 10.77.0.64/28, delay: 0s}]");
        Positions positions = valid(all).positions();
        Arrays.stream(Key.values())
                .map(key -> key.path().replaceFirst("^health\\.checks\\.", "health.checks[0]."))
                .map(field -> field.replaceFirst("^proxy\\.", "proxy[0]."))
                .map(field -> field.replace("[0].tcp", "[1].tcp").replace("[0].script", "[2].script"))
                .forEach(field -> assertTrue(positions.byField().containsKey(field), field));
    }

    /** A key that is documented but not read would be accepted in silence. */
    @ParameterizedTest
    @EnumSource(Key.class)
    void aKeyIsRefusedWithoutAValue(Key key) throws IOException {
        String only = aloneWithoutValue(key);
        int line = key.path().split("\\.", -1).length;
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
                        "a hook that is no path",
                        SMALLEST + "inspect: {hook: tell}\n",
                        "7:17: inspect.hook: 'tell' is not an absolute path; write it as /usr/local/bin/tell"),
                bad(
                        "a rate too high to be counted",
                        SMALLEST + "inspect: {rate: 1001}\n",
                        "7:17: inspect.rate: '1001' is not a number of frames per second from 1 to 1000; write it as 15"),
                bad(
                        "a proxy for nobody",
                        SMALLEST + "proxy: [{delay: 11s}]\n",
                        "7:9: proxy.network: is missing; add 'network: 10.77.0.64/28' under 'proxy:'",
                        "7:17: proxy.delay: '11s' is not a duration from 0s to 10s (a whole number and ms, s, m or h);"
                                + " write it as 0s"),
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
                        "a gateway watched in another way",
                        SMALLEST + "health: {gateway: {level: maybe, interval: 400ms, rise: 0}}\n",
                        "7:27: health.gateway.level: 'maybe' is not one of required, advisory, off; write it as required",
                        "7:44: health.gateway.interval: '400ms' is not a duration from 500ms to 1m (a whole number and ms, s, m or h); write it as 1s",
                        "7:57: health.gateway.rise: '0' is not a whole number from 1 to 100; write it as 2"),
                bad(
                        "checks that are no list",
                        SMALLEST + "health:\n  checks: {name: web}\n",
                        "8:11: health.checks: is not a list; write 'checks: [{name: web, tcp: \"127.0.0.1:80\"}]'"),
                bad(
                        "a check without keys",
                        SMALLEST + "health:\n  checks: [web]\n",
                        "8:12: health.checks: has no keys; write it as {name: web, tcp: \"127.0.0.1:80\"}"),
                bad(
                        "a check without a kind or a name",
                        SMALLEST + "health:\n  checks:\n  - level: advisory\n",
                        "9:5: health.checks.name: is missing; add 'name: web' under 'health.checks:'",
                        "9:5: health.checks: does not say what to check; add one of http, tcp, script, such as 'tcp: 127.0.0.1:80'"),
                bad(
                        "a check of two kinds",
                        SMALLEST + "health:\n  checks: [{name: a, tcp: 'h:1', script: [/a]}]\n",
                        "8:42: health.checks.script: tcp and script cannot stand in one check; make one check of each"),
                bad(
                        "two checks of one name",
                        SMALLEST + "health:\n  checks: [{name: a, tcp: 'h:1'}, {name: a, tcp: 'h:2'}]\n",
                        "8:42: health.checks.name: 'a' is the name of a check above; give it another name"),
                bad(
                        "a check with a misspelt key",
                        SMALLEST + "health:\n  checks: [{name: a, tcp: 'h:1', timout: 1s}]\n",
                        "8:34: health.checks.timout: is not a known key; did you mean 'timeout'?"),
                bad(
                        "values of a check",
                        SMALLEST + """
                                health:
                                  checks:
                                  - {name: A, tcp: "h"}
                                  - {name: b, http: "ftp://h/"}
                                  - {name: c, tcp: "h:65536"}
                                  - {name: d, script: [check]}
                                  - {name: e, script: /check}
                                  - {name: f, script: [/check, [x]]}
                                  - {name: g, http: "http://me:secret@h/", level: off}
                                """,
                        "9:12: health.checks.name: 'A' is not the name of a check (1 to 32 lower-case letters, digits or hyphens, a letter or digit first and last); write it as web",
                        "9:20: health.checks.tcp: 'h' is not a host and a port (host:port); write it as 127.0.0.1:80",
                        "10:21: health.checks.http: 'ftp://h/' is not an address for GET (http:// or https://, a host, perhaps a port and a path); write it as http://127.0.0.1/health",
                        "11:20: health.checks.tcp: 'h:65536' is not a host and a port (host:port); write it as 127.0.0.1:80",
                        "12:23: health.checks.script: 'check' is not an absolute path; write it as /usr/local/bin/check",
                        "13:23: health.checks.script: is not a list; write 'script: [/usr/local/bin/check]' under 'health.checks:'",
                        "14:32: health.checks.script: is not a single value; write it as /usr/local/bin/check",
                        "15:21: health.checks.http: 'http://me:secret@h/' is not an address for GET (http:// or https://, a host, perhaps a port and a path); write it as http://127.0.0.1/health",
                        "15:51: health.checks.level: 'off' is not one of required, advisory; write it as required"),
                bad(
                        "a timeout that outlasts its interval",
                        SMALLEST
                                + "health:\n  checks: [{name: a, tcp: 'h:1', timeout: 3s}, {name: b, tcp: 'h:1', interval: 500ms}]\n",
                        "8:43: health.checks.timeout: the timeout of 3s is longer than the interval; write 'timeout: 2s' or less",
                        "8:80: health.checks.interval: the timeout of 1s is longer than the interval; write 'timeout: 500ms' or less"),
                bad(
                        "too many checks",
                        SMALLEST + "health:\n  checks:\n"
                                + IntStream.rangeClosed(1, 17)
                                        .mapToObj(number -> "  - {name: c" + number + ", tcp: 'h:1'}\n")
                                        .collect(Collectors.joining()),
                        "9:3: health.checks: lists 17 checks; keep 16 at most, and let a script do several things"),
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
                bad(
                        "half a peer section",
                        SMALLEST + "peer: {port: 0}\n",
                        "7:7: peer.listen: is missing; add 'listen: [10.77.0.1]' under 'peer:'",
                        "7:7: peer.secretFile: is missing; add 'secretFile: /etc/arp-failover/peer.secret' under 'peer:'",
                        "7:14: peer.port: '0' is not a port number from 1 to 65535; write it as 5227"),
                bad(
                        "addresses nobody should listen on",
                        SMALLEST + "peer:\n  secretFile: /s\n"
                                + "  listen: [10.77.0.100, 0.0.0.0, 10.77.0.1, 10.77.0.1, 10.77.0]\n",
                        "9:12: peer.listen: 10.77.0.100 is a shared address; listen on one that stays on this server",
                        "9:25: peer.listen: 0.0.0.0 is not the address of one host; name one of this server's",
                        "9:45: peer.listen: 10.77.0.1 is listed twice; remove one of the two",
                        "9:56: peer.listen: '10.77.0' is not an IPv4 address; write it as 10.77.0.1",
                        "9:56: peer.listen: lists more than four addresses; remove the rest"),
                bad(
                        "a word that is no timing",
                        SMALLEST + "timing: slow\n",
                        "7:9: timing: 'slow' is not 'fast', nor a section with promise and restart; write it as fast"),
                bad(
                        "promises too short and restarts too long",
                        SMALLEST + "timing: {promise: 99ms, restart: 6m}\n",
                        "7:19: timing.promise: '99ms' is not a duration from 100ms to 10s (a whole number and ms, s, m or h); write it as 500ms",
                        "7:34: timing.restart: '6m' is not a duration from 1s to 5m (a whole number and ms, s, m or h); write it as 10s"),
                bad(
                        "a restart shorter than a promise",
                        SMALLEST + "timing: {promise: 5s, restart: 2s}\n",
                        "7:32: timing.restart: is shorter than timing.promise; make it at least as long"),
                bad(
                        "preferred, but who",
                        SMALLEST + "failback: {policy: preferred}\n",
                        "7:11: failback.preferred: is missing; add 'preferred: a' under 'failback:'"),
                bad(
                        "somebody to prefer, but another policy",
                        SMALLEST + "failback: {preferred: a, delay: 5s}\n",
                        "7:23: failback.preferred: is of use with 'policy: preferred' only; write that, or remove this",
                        "7:33: failback.delay: is of use with 'policy: preferred' only; write that, or remove this"),
                bad(
                        "no moves at all",
                        SMALLEST + "moves: {perHour: 0}\n",
                        "7:18: moves.perHour: '0' is not a number of moves from 1 to 1000; write it as 6"),
                bad(
                        "unknown end, and a relative directory",
                        SMALLEST + "onTerminate: handover\nstate: lib\n",
                        "7:14: onTerminate: 'handover' is not one of auto, handOver, keep; write it as auto",
                        "8:8: state: 'lib' is not an absolute path; write it as /var/lib/arp-failover"),
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

    private static String documentedSections(String path) {
        String indent = path.isEmpty() ? "" : "  ".repeat(path.split("\\.", -1).length);
        return Key.in(path).stream()
                .map(key -> indent + key.leaf() + ":" + documented(key))
                .collect(Collectors.joining());
    }

    private static String documented(Key key) {
        String text = switch (key) {
            case ADDRESSES, PEER_LISTEN -> "[" + key.text() + "]";
            case FAILBACK_POLICY -> "preferred"; // Which the other keys of its section need.
            default -> key.text();
        };
        return switch (key.presence()) {
            case SECTION -> "\n" + documentedSections(key.path());
            case SECTIONS -> " [" + key.text() + "]\n";
            case REQUIRED, OPTIONAL, DEFAULT -> " " + text + "\n";
        };
    }

    /** A check has one kind only, so its keys need three items. */
    private static String checksOfAllKinds() {
        Set<Key> kinds = Set.of(Key.HEALTH_CHECK_HTTP, Key.HEALTH_CHECK_TCP, Key.HEALTH_CHECK_SCRIPT);
        String first = Key.in("health.checks").stream()
                .filter(key -> !kinds.contains(key) || key == Key.HEALTH_CHECK_HTTP)
                .map(key -> key.leaf() + ": \"" + key.text() + "\"")
                .collect(Collectors.joining(", "));
        return "[{" + first + "}, {name: b, tcp: \"" + Key.HEALTH_CHECK_TCP.text() + "\"}, {name: c, script: ["
                + Key.HEALTH_CHECK_SCRIPT.text() + "]}]";
    }

    private static String aloneWithoutValue(Key key) {
        String[] words = key.path().split("\\.", -1);
        StringBuilder text = new StringBuilder();
        for (int depth = 0; depth < words.length; depth++) {
            boolean inList = Set.of(Key.HEALTH_CHECKS.path(), Key.PROXY.path()).contains(key.section());
            boolean item = depth > 0 && inList && depth == words.length - 1;
            text.append("  ".repeat(depth))
                    .append(item ? "- " : "")
                    .append(words[depth])
                    .append(":\n");
        }
        return text.toString();
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
