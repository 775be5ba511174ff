package io.arpfailover.agent.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.link.TapFilter;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded on one end of a cable, then opened by Debian's tshark and tcpdump. */
class RecordNetnsIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String FIELDS =
            "-Tfields -eframe.packet_flags_direction -earp.opcode -earp.src.proto_ipv4 -earp.dst.proto_ipv4"
                    + " -eframe.interface_name -eframe.comment -eframe.time_epoch";

    @TempDir
    private Path directory;

    private final NetnsLab lab = NetnsLab.create();
    private final AtomicBoolean enough = new AtomicBoolean();
    private Path file;

    @BeforeEach
    void open() {
        lab.cable("a", "lan0", "b", "lan0");
        lab.ip("a", "addr add 10.9.0.1/24 dev lan0");
        lab.ip("b", "addr add 10.9.0.2/24 dev lan0");
        file = directory.resolve("arp.pcapng");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aQuestionAndItsAnswerAsTsharkReadsThem() throws Exception {
        Instant before = Instant.now();
        FutureTask<Optional<String>> run = record(CaptureFormat.PCAPNG, new Destination.OneFile(file, false), 2);
        ping();
        assertEquals(Optional.empty(), run.get());
        List<String[]> frames = tshark(file);
        assertEquals(2, frames.size());
        assertEquals("0x00000002 1 10.9.0.1 10.9.0.2 lan0", words(frames.get(0)));
        assertEquals("0x00000001 2 10.9.0.2 10.9.0.1 lan0", words(frames.get(1)));
        assertBetween(before, frames.get(0)[6], Instant.now());
        assertTrue(frames.get(0)[6].compareTo(frames.get(1)[6]) <= 0, "in order of time");
    }

    @Test
    void theClassicFormatAsTcpdumpReadsIt() throws Exception {
        Instant before = Instant.now();
        FutureTask<Optional<String>> run = record(CaptureFormat.PCAP, new Destination.OneFile(file, false), 2);
        ping();
        assertEquals(Optional.empty(), run.get());
        List<String> lines = lab.exec("a", "tcpdump", "-tt", "-n", "--nano", "-r", file.toString())
                .lines()
                .filter(line -> line.contains("ARP"))
                .toList();
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).endsWith("ARP, Request who-has 10.9.0.2 tell 10.9.0.1, length 28"), lines.get(0));
        assertBetween(before, lines.get(0).substring(0, lines.get(0).indexOf(' ')), Instant.now());
    }

    @Test
    void malformedFramesAreKeptWithAComment() throws Exception {
        FutureTask<Optional<String>> run = record(CaptureFormat.PCAPNG, new Destination.OneFile(file, false), 1);
        send("ffffffffffff 020000000077 0806 0001 0800 06 04 0009");
        run.get();
        String[] frame = tshark(file).get(0);
        assertEquals("malformed: TRUNCATED", frame[5]);
        assertEquals("0x00000001", frame[0]);
    }

    /** What the kernel took no tag off: the second of two. */
    @Test
    void theFilterForTagsTakesWhatTheOtherDoesNot() throws Exception {
        FutureTask<Optional<String>> run = record(CaptureFormat.PCAPNG, new Destination.OneFile(file, false), 1);
        Path tagged = directory.resolve("tagged.pcapng");
        FutureTask<Optional<String>> withTags =
                record(TapFilter.VLAN, CaptureFormat.PCAPNG, new Destination.OneFile(tagged, false), 2);
        String arp = "0806 0001 0800 06 04 0001 020000000077 0a090009 000000000000 0a090064";
        send("ffffffffffff 020000000077 8100 0005 8100 0006" + arp);
        send("ffffffffffff 020000000077" + arp);
        assertEquals(Optional.empty(), run.get());
        assertEquals(Optional.empty(), withTags.get());
        assertEquals(1, tshark(file).size());
        assertEquals("malformed: DOUBLE_TAGGED", tshark(tagged).get(0)[5]);
    }

    @Test
    void theFileCanBeReadWhileItGrowsAndEndsWhenToldTo() throws Exception {
        FutureTask<Optional<String>> run = record(CaptureFormat.PCAPNG, new Destination.OneFile(file, false), 1000);
        ping();
        NetnsLab.until("two frames are in the file", () -> tshark(file).size() >= 2);
        enough.set(true);
        assertEquals(Optional.empty(), run.get());
    }

    @Test
    void itEndsWhenItsTimeIsOver() throws Exception {
        try (Recording recording = open(TapFilter.ARP, CaptureFormat.PCAPNG, new Destination.OneFile(file, false), 9)) {
            Clock clock = Clock.system();
            MonotonicTime until = clock.now().plus(Duration.ofMillis(300));
            assertEquals(Optional.empty(), recording.run(clock, until, () -> false));
            assertTrue(clock.now().hasReached(until));
            assertEquals(0, recording.frames());
        }
        assertEquals(0, tshark(file).size());
    }

    @Test
    void anInterfaceThatGoesAwayLeavesAFileThatCanBeRead() throws Exception {
        FutureTask<Optional<String>> run = record(CaptureFormat.PCAPNG, new Destination.OneFile(file, false), 1000);
        ping();
        NetnsLab.until("two frames are in the file", () -> tshark(file).size() >= 2);
        lab.ip("a", "link del lan0");
        Optional<String> because = run.get();
        assertTrue(because.isPresent());
        assertEquals(1, because.get().lines().count(), because.get());
        assertTrue(tshark(file).size() >= 2);
    }

    /** Room for a few frames only: whatever was begun is taken away again. */
    @Test
    void aDiskThatFillsUpLeavesAFileThatCanBeRead() throws Exception {
        Path small = Files.createDirectory(directory.resolve("small"));
        root("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", small.toString());
        try {
            Path full = small.resolve("arp.pcapng");
            FutureTask<Optional<String>> run = record(CaptureFormat.PCAPNG, new Destination.OneFile(full, false), 1000);
            for (int i = 0; i < 60; i++) {
                send("ffffffffffff 020000000077 0806 0001 0800 06 04 0001 020000000077 0a090009 000000000000 0a090064");
            }
            Throwable why = complaint(run);
            assertEquals(full + ": No space left on device; it holds what was written before", why.getMessage());
            assertTrue(tshark(full).size() > 10);
        } finally {
            root("umount", small.toString());
        }
    }

    private static Throwable complaint(FutureTask<?> run) throws InterruptedException {
        try {
            throw new AssertionError("no complaint, but " + run.get());
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private FutureTask<Optional<String>> record(CaptureFormat format, Destination destination, long frames)
            throws InterruptedException {
        return record(TapFilter.ARP, format, destination, frames);
    }

    /** Runs on a thread of its own; returns when it listens. */
    private FutureTask<Optional<String>> record(
            TapFilter filter, CaptureFormat format, Destination destination, long frames) throws InterruptedException {
        CountDownLatch listening = new CountDownLatch(1);
        Callable<Optional<String>> work = () -> {
            try (Recording recording = open(filter, format, destination, frames)) {
                listening.countDown();
                Clock clock = Clock.system();
                return recording.run(clock, clock.now().plus(LONG), enough::get);
            }
        };
        FutureTask<Optional<String>> run = new FutureTask<>(work);
        new Thread(run, "recording").start();
        listening.await();
        return run;
    }

    private Recording open(TapFilter filter, CaptureFormat format, Destination destination, long frames) {
        return lab.call("a", () -> Recording.open("lan0", filter, destination, format, "test", frames));
    }

    private void ping() {
        lab.exec("a", "ip", "neigh", "flush", "dev", "lan0");
        lab.exec("a", "ping", "-c1", "-W2", "10.9.0.2");
    }

    /** Sends any octets from the other end. */
    private void send(String hex) {
        lab.exec(
                "b",
                "python3",
                "-c",
                "import socket; s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW); s.bind(('lan0', 0));"
                        + " s.send(bytes.fromhex('" + hex + "'))");
    }

    private static String words(String[] fields) {
        return String.join(" ", List.of(fields).subList(0, 5));
    }

    /** The fields of each frame; fails when tshark does. */
    private List<String[]> tshark(Path path) {
        String[] command = ("tshark -n -t e -r " + path + " " + FIELDS).split(" ");
        return lab.exec("a", command)
                .lines()
                .filter(line -> line.contains("\t"))
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private static void assertBetween(Instant least, String seconds, Instant most) {
        String[] parts = seconds.split("\\.", 2);
        assertEquals(9, parts[1].length(), "nanoseconds: " + seconds);
        Instant at = Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        assertTrue(!at.isBefore(least) && !at.isAfter(most), least + " " + at + " " + most);
    }

    private static void root(String... command) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor(), String.join(" ", command));
    }
}
