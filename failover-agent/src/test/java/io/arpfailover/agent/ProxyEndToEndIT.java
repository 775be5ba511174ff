package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code arp proxy} as a process, between real kernels. */
class ProxyEndToEndIT {
    private static final String LAN = "lan0";
    private static final Ipv4Address HOST = Ipv4Address.parse("10.9.0.77");
    private static final Ipv4Address MOBILE = Ipv4Address.parse("10.9.0.50");
    private static final Duration TURN = Duration.ofSeconds(3);
    private static final int PROXIES = 5;
    /** As a shell would say it. */
    private static final int ENDED_BY_SIGTERM = 128 + 15;

    private final NetnsLab lab = NetnsLab.create();
    private final List<Program> programs = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void remove() {
        programs.forEach(Program::close);
        lab.close();
    }

    /** A client on the LAN, the proxy, and behind it, in the client's own prefix, a host. */
    @Test
    void aProxiedHostIsReachedThroughTheProxyWhichLeavesNothingBehind() {
        lab.lan(LAN, "client", "proxy");
        lab.cable("proxy", "back0", "host", "back0");
        lab.ip("client", "addr add 10.9.0.10/24 dev lan0");
        lab.ip("proxy", "addr add 10.9.0.1/24 dev lan0");
        lab.ip("host", "addr add 10.9.0.77/32 dev back0");
        lab.ip("host", "route add 10.9.0.1/32 dev back0");
        lab.ip("host", "route add default via 10.9.0.1");
        Program proxy = start("proxy", "-i", LAN, "10.9.0.64/26", "--route-via", "back0");
        awaitLine(proxy, "this machine does not forward what comes in on lan0");
        lab.exec("proxy", "sysctl", "-qw", "net.ipv4.ip_forward=1");

        lab.exec("client", "ping", "-c", "3", "-i", "0.2", "-W", "2", HOST.toString());
        MacAddress proxyMac = mac("proxy");
        assertTrue(lab.ip("client", "neigh show " + HOST).contains(proxyMac.toString()));
        awaitLine(proxy, "10.9.0.10 (" + mac("client") + ") was told that 10.9.0.77 is at " + proxyMac);
        assertEquals(ENDED_BY_SIGTERM, proxy.stop());
        assertFalse(lab.ip("proxy", "route show").contains("back0"), "routes");

        Program killed = start("proxy", "-i", LAN, "10.9.0.64/26", "--route-via", "back0");
        Program.await("routes", () -> lab.ip("proxy", "route show").contains("back0"));
        killed.kill();
        Program after = start("proxy", "-i", LAN, "10.9.0.77", "--route-via", "back0");
        awaitLine(after, "removed the route to 10.9.0.65/32, which a run that was killed had left");
        assertEquals(ENDED_BY_SIGTERM, after.stop());
        assertFalse(lab.ip("proxy", "route show").contains("back0"), "routes");
    }

    /** Each request asks on behalf of another address, so that its replies can be told from those to others. */
    @Test
    void ofFiveProxiesExactlyOneReplies() {
        List<String> servers =
                IntStream.range(0, PROXIES).mapToObj(i -> "p" + i).toList();
        List<String> members = new ArrayList<>(servers);
        members.add("client");
        lab.lan(LAN, members.toArray(String[]::new));
        lab.lan("zk0", zooKeeperAndItsClients(servers));
        lab.ip("zk", "addr add 10.10.0.10/24 dev zk0");
        for (int i = 0; i < PROXIES; i++) {
            lab.ip("p" + i, "addr add 10.9.0." + (i + 1) + "/24 dev lan0");
            lab.ip("p" + i, "addr add 10.10.0." + (i + 1) + "/24 dev zk0");
        }
        startZooKeeper();
        List<Program> proxies = servers.stream().map(this::startCandidate).toList();
        MacAddress clientMac = mac("client");
        try (LanTap tap = LanTap.on(lab, "client", LAN)) {
            ProxyRequests requests = new ProxyRequests(tap, clientMac, HOST);
            Program.await("one replies", () -> {
                requests.ask();
                return requests.holder(servers.stream().map(this::mac).toList()) >= 0;
            });
            requests.askFor(Duration.ofSeconds(3));
            assertEquals(requests.count(), requests.answeredOnce() + requests.unanswered());
            int calm = requests.count();

            Program first = proxies.get(requests.holder(macs(servers)));
            first.kill();
            requests.askUntilAnotherAnswers(macs(servers));
            Program second = proxies.get(requests.holder(macs(servers)));
            second.signal("STOP");
            requests.askUntilAnotherAnswers(macs(servers));
            second.signal("CONT");
            requests.askFor(TURN.plusSeconds(1));
            Program third = proxies.get(requests.holder(macs(servers)));
            assertEquals(ENDED_BY_SIGTERM, third.stop());
            requests.askUntilAnotherAnswers(macs(servers));
            requests.askFor(Duration.ofSeconds(1));

            assertEquals(0, requests.answeredTwice(), "requests with more than one reply, of " + requests.count());
            assertTrue(requests.answeredOnce() > calm, requests.answeredOnce() + " of " + requests.count());
            System.out.println("proxy-election requests=" + requests.count() + " once=" + requests.answeredOnce()
                    + " unanswered=" + requests.unanswered());
        }
    }

    /** The mobile is at home, leaves, is reached through a tunnel where it is, and returns. */
    @Test
    void aHomeAgentStandsInForAHostThatIsAway() throws IOException {
        lab.lan(LAN, "client", "agent", "mobile");
        lab.lan("net0", "agent", "away");
        lab.ip("client", "addr add 10.9.0.10/24 dev lan0");
        lab.ip("agent", "addr add 10.9.0.1/24 dev lan0");
        lab.ip("agent", "addr add 192.0.2.1/24 dev net0");
        lab.ip("away", "addr add 192.0.2.7/24 dev net0");
        lab.ip("mobile", "addr add 10.9.0.50/24 dev lan0");
        lab.exec("agent", "sysctl", "-qw", "net.ipv4.ip_forward=1");
        Path orders = directory.resolve("orders");
        lab.exec("agent", "mkfifo", orders.toString());
        Program agent = startReading(orders, "-i", LAN, "--tunnel", "vxlan");
        try (OutputStream lines = Files.newOutputStream(orders)) {
            awaitLine(agent, "listening on lan0");
            MacAddress mobileMac = mac("mobile");
            lab.exec("mobile", "ping", "-c", "1", "-W", "2", "10.9.0.10");
            assertTrue(lab.ip("client", "neigh show " + MOBILE).contains(mobileMac.toString()));

            lab.ip("mobile", "link set lan0 down");
            String tunnel =
                    "link add tun0 type vxlan id " + 0x090032 + " local 192.0.2.7 remote 192.0.2.1 dstport 4789";
            lab.ip("away", tunnel);
            lab.ip("away", "addr add 10.9.0.50/32 dev tun0");
            lab.ip("away", "link set tun0 up");
            lab.ip("away", "route add 10.9.0.0/24 via 10.9.0.1 dev tun0 onlink");
            tell(lines, "nonsense");
            awaitLine(agent, "'nonsense': not an order");
            lab.ip("agent", "link show net0");
            tell(lines, "register 10.9.0.50 192.0.2.7 600");
            awaitLine(agent, "10.9.0.50 is away, at 192.0.2.7");
            Program.await(
                    "repointed",
                    () -> lab.ip("client", "neigh show " + MOBILE)
                            .contains(mac("agent").toString()));
            lab.exec("client", "ping", "-c", "3", "-i", "0.2", "-W", "2", MOBILE.toString());
            assertTrue(lab.ip("agent", "route show").contains("10.9.0.50 dev afh-0a090032"));

            lab.ip("mobile", "link set lan0 up");
            tell(lines, "return 10.9.0.50");
            awaitLine(agent, "10.9.0.50 has returned");
            Program.await(
                    "given back", () -> lab.ip("client", "neigh show " + MOBILE).contains(mobileMac.toString()));
            assertFalse(lab.ip("agent", "link show").contains("afh-"));

            tell(lines, "register 10.9.0.50 192.0.2.7");
            Program.await("tunnel", () -> lab.ip("agent", "link show").contains("afh-"));
            assertEquals(ENDED_BY_SIGTERM, agent.stop());
            assertFalse(lab.ip("agent", "link show").contains("afh-"), "after SIGTERM");
        }
    }

    @Test
    void mistakesAreOneLine() {
        lab.namespace("a");
        lab.ip("a", "link add lan0 type veth peer name lan1");
        lab.ip("a", "link set lan0 up");
        assertMistake("for whom?", "-i", LAN);
        assertMistake("not an IPv4 address: '10.9.0'", "-i", LAN, "10.9.0");
        assertMistake("no host can have all of 224.0.0.1", "-i", LAN, "224.0.0.1");
        assertMistake("not a kind of tunnel: 'pigeon'", "-i", LAN, "--tunnel", "pigeon");
        assertMistake("not a time: '800'", "-i", LAN, "10.9.0.7", "--delay", "800");
        assertMistake("give --zookeeper CONNECT and either", "-i", LAN, "10.9.0.7", "--group", "g");
        assertMistake("there is no interface nic9", "-i", LAN, "10.9.0.7", "--route-via", "nic9");
        assertMistake("not a mobile host", "-i", LAN, "--mobile", "10.9.0.7");
    }

    private void assertMistake(String words, String... arguments) {
        Program program = start("a", arguments);
        assertEquals(2, program.exitCode(), () -> String.join("\n", program.errors()));
        assertTrue(
                program.complaints().stream().anyMatch(line -> line.contains(words)),
                () -> String.join("\n", program.errors()));
    }

    private Program startCandidate(String server) {
        return start(
                server,
                "-i",
                LAN,
                HOST.toString(),
                "--same-interface",
                "--zookeeper",
                "10.10.0.10:2181",
                "--group",
                "lab");
    }

    private void startZooKeeper() {
        Program server = Program.start(
                directory,
                inside(
                        "zk",
                        List.of(
                                Site.script("coordinator"),
                                "serve",
                                "--data",
                                directory.resolve("zk").toString())));
        programs.add(server);
        Program.await("ZooKeeper serves", () -> !server.output().isEmpty());
    }

    private Program start(String namespace, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Site.script("failover-agent"), "arp", "proxy"));
        command.addAll(List.of(arguments));
        return started(namespace, command);
    }

    /** With its standard input from a file; `exec`, so that the process to be signalled is the program's own. */
    private Program startReading(Path input, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "exec \"$0\" \"$@\" < " + input, Site.script("failover-agent"), "arp", "proxy"));
        command.addAll(List.of(arguments));
        return started("agent", command);
    }

    private Program started(String namespace, List<String> command) {
        Program program = Program.start(directory, inside(namespace, command));
        programs.add(program);
        return program;
    }

    private List<String> inside(String namespace, List<String> command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", lab.fullName(namespace)));
        inside.addAll(command);
        return inside;
    }

    private static void tell(OutputStream lines, String line) {
        try {
            lines.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            lines.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitLine(Program program, String words) {
        Program.await(
                words + ", among " + program.output() + program.errors(),
                () -> program.output().stream().anyMatch(line -> line.contains(words))
                        || program.errors().stream().anyMatch(line -> line.contains(words)));
    }

    private static String[] zooKeeperAndItsClients(List<String> clients) {
        List<String> all = new ArrayList<>(clients);
        all.add("zk");
        return all.toArray(String[]::new);
    }

    private List<MacAddress> macs(List<String> servers) {
        return servers.stream().map(this::mac).toList();
    }

    private MacAddress mac(String server) {
        String shown = lab.ip(server, "link show lan0");
        int at = shown.indexOf("link/ether ") + "link/ether ".length();
        return MacAddress.parse(shown.substring(at, at + 17));
    }
}
