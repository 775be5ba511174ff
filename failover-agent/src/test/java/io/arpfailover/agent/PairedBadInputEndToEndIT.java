package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.AgentStatus.PromisesStatus;
import io.arpfailover.agent.control.Trouble;
import io.arpfailover.agent.kernel.KernelEvent;
import io.arpfailover.agent.kernel.KernelWatch;
import io.arpfailover.agent.wire.Ipv4Address;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.PcapHandle;

/** What goes wrong between two servers that speak with each other, by mistake, by chance or by malice. */
class PairedBadInputEndToEndIT {
    private static final Ipv4Address VIP = Ipv4Address.parse("10.9.0.100");
    private static final String CLUSTER = "web";
    private static final int PORT = 5227;
    /** Ethernet II 14, IPv4 without options 20, UDP 8 octets. */
    private static final int BEFORE_THE_DATAGRAM = 42;
    /** 50 ms are promised, on a machine that builds nothing meanwhile. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Site site = Site.create();
    private AgentYaml yaml;

    @BeforeEach
    void start() {
        yaml = AgentYaml.of(CLUSTER).paired(site.secret("peer.secret"));
    }

    @AfterEach
    void remove() {
        site.close();
    }

    @Test
    void secretsThatDifferAreToldOnceAndThePairStaysOnZooKeeper() {
        site.startZooKeeper();
        RunningAgent a = site.startAgent("a", yaml);
        a.awaitRepointed();
        RunningAgent b = site.startAgent("b", AgentYaml.of(CLUSTER).paired(site.secret("other.secret")));
        AgentStatus heir = b.awaitStatus("it refuses datagrams", status -> dropped(status, "bad_mac") > 50);
        assertEquals("SOLO", heir.mode());
        List<String> told = b.logOf("the secrets differ");
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.get(0).contains("ERROR"), told::toString);
        assertTrue(told.get(0).contains("give both servers the same peer.secretFile"), told::toString);
        AgentStatus holder = a.status().orElseThrow();
        assertEquals("SOLO", holder.mode());
        assertTrue(
                Trouble.in(holder).stream()
                        .anyMatch(trouble -> trouble.toString().contains("both have the same 'peer.secretFile'")),
                () -> Trouble.in(holder).toString());
    }

    @Test
    void secretsAndAddressesThatCannotBeUsedAreRefused() {
        Path brief = Site.restricted(site.write("brief.secret", "hush\n"), "rw-------");
        assertRefused(
                AgentYaml.of(CLUSTER).paired(brief),
                "failover-agent: secret file " + brief
                        + " holds 4 octets, fewer than 32; run: openssl rand -base64 48 > " + brief + "; chmod 600 "
                        + brief + ", and copy it to the other server");
        Path open = Site.restricted(site.secret("open.secret"), "rw-r--r--");
        assertRefused(
                AgentYaml.of(CLUSTER).paired(open),
                site.file("a-web.yaml") + ":11:15: peer.secretFile: " + open
                        + " is open to others than its owner; run: chmod 600 " + open);
        assertRefused(
                yaml.replace("10.10.0.1]", "10.10.0.9]"),
                site.file("a-web.yaml")
                        + ":10:22: peer.listen: 10.10.0.9 is no address of this server; name one that is");
    }

    private void assertRefused(AgentYaml bad, String complaint) {
        RunningAgent agent = site.startAgent("a", bad);
        assertEquals(2, agent.program().exitCode(), () -> agent.log().toString());
        assertEquals(List.of(complaint), agent.program().complaints());
        assertFalse(site.hasTable("a"), "a table is left");
        assertFalse(site.hasAddress("a", VIP.toString()), "the address is left");
    }

    @Test
    void datagramsOfAThirdHostAreCountedAndChangeNothing() throws Exception {
        RunningAgent a = startPair();
        RunningAgent b = site.startAgent("b", yaml);
        a.awaitPaired();
        b.awaitPaired();
        long epoch = a.status().orElseThrow().epoch();
        byte[] genuine = datagramTo("b");
        byte[] garbage = new byte[120];
        Arrays.fill(garbage, (byte) 0x5a);
        byte[] truncated = Arrays.copyOf(genuine, 40);
        byte[] forged = genuine.clone();
        forged[6] ^= 1;
        byte[] large = Arrays.copyOf(genuine, 1400);
        for (int i = 0; i < 100; i++) {
            for (byte[] octets : List.of(garbage, truncated, forged, large, genuine)) {
                send("c", octets, Site.onLan("b"));
                send("c", octets, Site.onManagement("b"));
            }
        }
        AgentStatus status = b.awaitStatus(
                "all are counted",
                now -> Stream.of("foreign", "truncated", "bad_mac", "too_long", "replayed", "wrong_path")
                        .allMatch(reason -> dropped(now, reason) >= 100));
        assertEquals("PAIRED", status.mode());
        assertEquals("standby", status.state());
        AgentStatus holder = a.status().orElseThrow();
        assertEquals(List.of("holder", "PAIRED", epoch), List.of(holder.state(), holder.mode(), holder.epoch()));
        assertEquals(List.of(), b.logOf(" peer="), "it logs what strangers send");
    }

    @Test
    void datagramsOfAnotherVersionAreToldOnce() {
        RunningAgent a = startPair();
        RunningAgent b = site.startAgent("b", yaml);
        a.awaitPaired();
        byte[] other = "ARPF\u0002 whatever that version says".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 100; i++) {
            send("b", other, Site.onLan("a"));
            send("c", other, Site.onLan("a"));
        }
        AgentStatus status = a.awaitStatus("all are counted", now -> dropped(now, "other_version") == 200);
        assertEquals("PAIRED", status.mode());
        List<String> told = a.logOf("ERROR PeerDesk - peer=datagrams from " + Site.onLan("b") + " are of format 2");
        assertEquals(1, told.size(), () -> a.log().toString());
        assertEquals(1, a.logOf(" peer=").size(), () -> a.log().toString());
        assertTrue(b.program().isAlive());
    }

    @Test
    void aServerWithoutPeerSectionIsTold() {
        RunningAgent a = startPair();
        RunningAgent b = site.startAgent("b", AgentYaml.of(CLUSTER));
        b.awaitState("standby");
        AgentStatus status = a.awaitFitPeer();
        assertEquals("SOLO", status.mode());
        assertTrue(
                Trouble.in(status)
                        .contains(new Trouble(
                                "no promises from b, so a takeover waits for ZooKeeper", "add a 'peer:' section on b")),
                () -> Trouble.in(status).toString());
    }

    @Test
    void membersThatDisagreeAboutTheirPromisesAreRefusedAndBothAreTold() {
        RunningAgent a = startPair();
        RunningAgent b = site.startAgent("b", yaml.with("timing: fast"));
        String differs = "timing differs: promise 100 ms here, 500 ms on member a; configure the same on both";
        b.awaitBecause(differs);
        assertEquals(
                1,
                b.logOf("ERROR arp-failover - " + differs).size(),
                () -> b.log().toString());
        String told = "server b asks to join and is refused; it says: " + differs;
        Program.await("the other is told", () -> a.logHas("ERROR arp-failover - " + told));
        assertEquals("holder", a.status().orElseThrow().state());
    }

    @Test
    void anHeirThatCannotWriteItsPromiseDownGetsTheAddressesInstead() throws IOException {
        Path full = Files.createDirectory(site.file("full"));
        run("mount", "-t", "tmpfs", "-o", "size=4k", "full", full.toString());
        try {
            Files.write(full.resolve("filler"), new byte[4096]);
            RunningAgent a = startPair();
            RunningAgent b = site.startAgent("b", yaml.with("state: " + full));
            long epoch = a.awaitPaired().epoch();
            a.awaitFitPeer();
            try (LeaseEye eye = LeaseEye.on(site, CLUSTER, VIP)) {
                a.command(0, "a keeps the addresses", "stop", "--restart");
                assertEquals(0, a.program().exitCode());
                assertEquals(epoch + 1, b.awaitRepointed().epoch());
                assertEquals(0, eye.overlaps());
                System.out.println("full disk: from lease to lease " + eye.handover("a", "b"));
                assertTrue(eye.handover("a", "b").compareTo(SOON) < 0, () -> "nobody served: " + b.log());
            }
            assertTrue(
                    a.logHas("no long promise from the other member; handing over before the restart"),
                    () -> a.log().toString());
            List<String> told = b.logOf("promise file " + full.resolve("web.promise") + " cannot be written: No space");
            assertEquals(1, told.size(), () -> b.log().toString());
            assertTrue(told.get(0).contains("ERROR"), told::toString);
            b.program().stop();
        } finally {
            run("umount", "-l", full.toString());
        }
    }

    @Test
    void aCheckThatHangsAndForksMakesItsServerUnfitAndLeavesNothingBehind() {
        String mark = "98" + Long.toString(System.nanoTime() & 0xffffff);
        Path script = Site.restricted(
                site.write("hang", "#!/bin/sh\nsleep " + mark + " &\n(sleep " + mark + " &)\nsleep " + mark + "\n"),
                "rwx------");
        RunningAgent a = startPair();
        RunningAgent b = site.startAgent(
                "b",
                yaml.with("health:")
                        .with("  checks:")
                        .with("    - {name: hangs, script: [" + script
                                + "], interval: 500ms, timeout: 300ms, fall: 2}"));
        AgentStatus status = a.awaitStatus(
                "b is unfit",
                now -> now.peer().filter(peer -> !peer.fit()).isPresent()
                        && now.peer().orElseThrow().because().contains("hangs"));
        assertTrue(b.logHas("check hangs fails: "), () -> b.log().toString());
        assertEquals("holder", status.state());
        Program.elapse(Duration.ofSeconds(3));
        assertTrue(count(mark) <= 3, () -> count(mark) + " processes of one check");
        a.command(1, "b is not fit", "switchover");
        b.program().stop();
        assertEquals(0, count(mark), "processes are left");
    }

    /** It is there still, as far as ZooKeeper knows, and does nothing any more. */
    @Test
    void aSwitchoverThatNobodyFulfilsIsAnswered() {
        RunningAgent a = startPair();
        RunningAgent b = site.startAgent("b", yaml);
        long epoch = a.awaitPaired().epoch();
        a.awaitFitPeer();
        b.program().signal("STOP");
        Program asked = a.command("switchover");
        assertEquals(1, asked.exitCode(), () -> asked.output() + " " + asked.errors());
        assertEquals(1, asked.complaints().size(), () -> asked.errors().toString());
        assertTrue(
                asked.complaints().get(0).startsWith("refused: b "),
                () -> asked.errors().toString());
        System.out.println("nobody fulfils: " + asked.complaints());
        AgentStatus holder = a.status().orElseThrow();
        assertEquals(epoch, holder.epoch());
        assertEquals("holder", holder.state());
        b.program().signal("CONT");
        a.awaitPaired();
        assertEquals(epoch, a.status().orElseThrow().epoch());
    }

    @Test
    void whatOthersTakeFromAPairedHolderIsBackAtOnceAndToldOnce() {
        RunningAgent a = startPair();
        site.startAgent("b", yaml);
        long epoch = a.awaitPaired().epoch();
        List<Change> changes = new CopyOnWriteArrayList<>();
        KernelWatch watch = site.lab().call("a", () -> KernelWatch.open(said -> changes.add(Change.now(said))));
        try (watch;
                LeaseEye eye = LeaseEye.on(site, CLUSTER, VIP)) {
            site.lab().exec("a", "nft", "flush", "ruleset");
            Program.await("it says so", () -> a.logHas("rules=gone"));
            Program.await("the lease is back", () -> eye.isLive("a"));
            site.lab().ip("a", "addr del " + VIP + "/24 dev lan0");
            Program.await("the address is back", () -> away(changes).isPresent());
            Duration away = away(changes).orElseThrow();
            System.out.println("flushed: without rules " + eye.longestGap("a") + "; without address " + away);
            assertTrue(eye.longestGap("a").compareTo(SOON) < 0, () -> "without rules for " + eye.longestGap("a"));
            assertTrue(away.compareTo(SOON) < 0, () -> "away for " + away);
        }
        assertEquals(1, a.logOf("rules=gone").size(), () -> a.log().toString());
        assertEquals(
                1,
                a.logOf(VIP + " taken off the interface").size(),
                () -> a.log().toString());
        AgentStatus status = a.status().orElseThrow();
        assertEquals(List.of("holder", "PAIRED", epoch), List.of(status.state(), status.mode(), status.epoch()));
    }

    private record Change(KernelEvent event, long nanos) {
        static Change now(KernelEvent event) {
            return new Change(event, System.nanoTime());
        }

        boolean isRemoval() {
            return event instanceof KernelEvent.AddressRemoved removed
                    && removed.prefix().address().equals(VIP);
        }

        boolean isAddition() {
            return event instanceof KernelEvent.AddressAdded added
                    && added.prefix().address().equals(VIP);
        }
    }

    /** For how long the address was away; empty while it is. Renewals add it too, so what counts comes after. */
    private static Optional<Duration> away(List<Change> changes) {
        return changes.stream()
                .filter(Change::isRemoval)
                .findFirst()
                .flatMap(gone -> changes.stream()
                        .filter(change -> change.isAddition() && change.nanos() > gone.nanos())
                        .findFirst()
                        .map(back -> Duration.ofNanos(back.nanos() - gone.nanos())));
    }

    private RunningAgent startPair() {
        site.startZooKeeper();
        RunningAgent a = site.startAgent("a", yaml);
        a.awaitRepointed();
        return a;
    }

    private static long dropped(AgentStatus status, String reason) {
        return status.promises()
                .map(PromisesStatus::dropped)
                .map(counts -> counts.getOrDefault(reason, 0L))
                .orElse(0L);
    }

    private static long count(String mark) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").equals("sleep " + mark)
                        || process.info().commandLine().orElse("").endsWith("/sleep " + mark))
                .count();
    }

    /** One that is on its way to this server's address on the LAN. */
    private byte[] datagramTo(String server) throws Exception {
        return site.lab().call(Site.LAN, () -> {
            try (PcapHandle handle = new PcapHandle.Builder(Site.portOf(server))
                    .snaplen(2048)
                    .immediateMode(true)
                    .build()) {
                handle.setFilter(
                        "udp dst port " + PORT + " and dst host " + Site.onLan(server), BpfCompileMode.OPTIMIZE);
                byte[] frame = handle.getNextRawPacketEx();
                return Arrays.copyOfRange(frame, BEFORE_THE_DATAGRAM, frame.length);
            }
        });
    }

    private void send(String server, byte[] octets, Ipv4Address to) {
        site.lab().in(server, () -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(octets, octets.length, InetAddress.getByAddress(to.octets()), PORT));
            }
        });
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
