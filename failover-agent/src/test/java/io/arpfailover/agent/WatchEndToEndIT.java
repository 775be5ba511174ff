package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.arp.ArpCommand;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code arp watch} on a LAN, beside Debian's arpwatch. */
class WatchEndToEndIT {
    private static final MacAddress A = MacAddress.parse("02:00:00:00:00:0a");
    private static final MacAddress B = MacAddress.parse("02:00:00:00:00:0b");
    private static final MacAddress C = MacAddress.parse("02:00:00:00:00:0c");
    private static final Ipv4Address HOST = Ipv4Address.parse("10.9.0.7");
    /** Between frames, since arpwatch tells apart by their times what happened in which order. */
    private static final Duration GAP = Duration.ofMillis(100);

    private static final Pattern ARPWATCH =
            Pattern.compile("Subject: ([a-z ]+) \\((\\S+)\\) lan0.*?ethernet address: (\\S+)"
                    + "|arpwatch: ([a-z ]+) ([0-9.]+) (\\S+) ");

    private final NetnsLab lab = NetnsLab.create();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @BeforeEach
    void watcherAndHosts() {
        lab.cable("watcher", "lan0", "hosts", "lan0");
        lab.ip("watcher", "addr add 10.9.0.1/24 dev lan0");
    }

    @AfterEach
    void tearDown() {
        lab.close();
    }

    @Test
    void findsWhatArpwatchFinds() throws Exception {
        Path known = Files.createFile(directory.resolve("arp.dat"));
        List<String> arpwatch = List.of(
                "ip", "netns", "exec", lab.fullName("watcher"), "arpwatch", "-d", "-i", "lan0", "-f", known.toString());
        try (Program other = Program.start(directory, arpwatch);
                LanTap hosts = LanTap.on(lab, "hosts", "lan0")) {
            CompletableFuture<Integer> watch = watch("--arpwatch", "--count", "9");
            awaitFirst(hosts, other);
            send(hosts, says(A, HOST), says(B, HOST), says(A, HOST), says(C, HOST), says(B, HOST));
            send(hosts, says(A, B, Ipv4Address.parse("10.9.0.8")), says(A, Ipv4Address.parse("192.0.2.1")));
            send(hosts, says(A, MacAddress.BROADCAST, Ipv4Address.parse("10.9.0.8")));
            assertEquals(0, watch.get(30, TimeUnit.SECONDS));
            Program.await("arpwatch's findings", () -> findings(other).size() >= 9);
            assertEquals(
                    findings(other),
                    lines().stream()
                            .map(line -> line.replaceFirst(" \\(.*", ""))
                            .toList());
            assertTrue(findings(other).contains("reused old ethernet address 10.9.0.7 " + B), out.toString());
        }
    }

    @Test
    void judgesByTheOperatorsBindingsAndSumsUp() throws Exception {
        Path bindings = Files.writeString(directory.resolve("bindings"), "10.9.0.7 02:00:00:00:00:0a the printer\n");
        try (LanTap hosts = LanTap.on(lab, "hosts", "lan0")) {
            CompletableFuture<Integer> watch =
                    watch("--mode", "enforce", "--bindings", bindings.toString(), "--count", "2", "--all");
            Program.await("the first frame", () -> {
                hosts.send(says(A, HOST).encode());
                return out.toString().contains("new station");
            });
            send(hosts, says(B, HOST));
            assertEquals(0, watch.get(30, TimeUnit.SECONDS));
            String text = out.toString();
            assertTrue(
                    text.contains("10.9.0.7  " + B + " (was " + A
                            + ")  is denied: the address is bound to another station\n"),
                    text);
            assertTrue(text.contains("10.9.0.7 is at " + A + ", unasked  from " + A + " to ff:ff:ff:ff:ff:ff\n"), text);
            assertTrue(text.contains(" findings (1 new station, 1 denied)"), text);
        }
    }

    @Test
    void jsonIsOneObjectALineAndTheSummaryTheLast() throws Exception {
        try (LanTap hosts = LanTap.on(lab, "hosts", "lan0")) {
            CompletableFuture<Integer> watch = watch("--json", "--count", "1");
            Program.await("the end", () -> {
                hosts.send(says(A, HOST).encode());
                return watch.isDone();
            });
            assertTrue(lines().get(0).contains("\"event\":\"new station\",\"ip\":\"10.9.0.7\""), out.toString());
            assertTrue(lines().get(lines().size() - 1).contains("\"event\":\"summary\""), out.toString());
        }
    }

    @Test
    void aMistakeIsSaidInOneLine() throws Exception {
        Path bad = Files.writeString(directory.resolve("bindings"), "10.9.0.7\n");
        assertEquals(2, watch("--bindings", bad.toString()).get(30, TimeUnit.SECONDS));
        assertTrue(err.toString().startsWith(bad + ":1:9: the MAC address is missing"), err.toString());
        for (String[] wrong :
                List.of(new String[] {"--for", "soon"}, new String[] {"--rate", "0"}, new String[] {"--mode", "off"})) {
            assertEquals(2, watch(wrong).get(30, TimeUnit.SECONDS), Arrays.toString(wrong));
        }
        assertEquals(0, watch("--for", "1s").get(30, TimeUnit.SECONDS));
    }

    /** A station of its own, until both have told of it: from then on they see the same. */
    private void awaitFirst(LanTap hosts, Program other) {
        Program.await("both watch", () -> {
            hosts.send(says(C, Ipv4Address.parse("10.9.0.99")).encode());
            Program.elapse(GAP);
            return !findings(other).isEmpty() && !lines().isEmpty();
        });
        Program.elapse(Duration.ofSeconds(1));
    }

    private static void send(LanTap hosts, ArpFrame... frames) {
        for (ArpFrame frame : frames) {
            hosts.send(frame.encode());
            Program.elapse(GAP);
        }
    }

    private CompletableFuture<Integer> watch(String... options) {
        List<String> words = new ArrayList<>(List.of("watch", "-i", "lan0"));
        words.addAll(List.of(options));
        CommandLine command = ArpCommand.commandLine(new ConfigurationOption())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread thread = new Thread(() ->
                code.complete(lab.call("watcher", () -> command.execute(words.toArray(String[]::new)))));
        thread.setDaemon(true);
        thread.start();
        return code;
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    /** Kind, address and station of each, in the order in which it told them. */
    private static List<String> findings(Program arpwatch) {
        String text = String.join(
                " ",
                Stream.concat(arpwatch.output().stream(), arpwatch.errors().stream())
                        .toList());
        return ARPWATCH.matcher(text).results().map(WatchEndToEndIT::finding).toList();
    }

    private static String finding(MatchResult found) {
        int first = Optional.ofNullable(found.group(1)).isPresent() ? 1 : 4;
        return found.group(first) + " " + found.group(first + 1) + " " + found.group(first + 2);
    }

    private static ArpFrame says(MacAddress mac, Ipv4Address ip) {
        return says(mac, mac, ip);
    }

    private static ArpFrame says(MacAddress source, MacAddress mac, Ipv4Address ip) {
        return new ArpFrame(MacAddress.BROADCAST, source, Optional.empty(), ArpPacket.announcement(mac, ip));
    }
}
