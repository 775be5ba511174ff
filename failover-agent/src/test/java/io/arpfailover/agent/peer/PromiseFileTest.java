package io.arpfailover.agent.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromiseFileTest {
    private static final String BOOT = "7d1c5a8e-3f5b-4f0e-9d7c-1f6f0b6a2c11";
    private static final String NEXT_BOOT = "00000000-0000-4000-8000-000000000000";
    private static final Duration G = Duration.ofSeconds(10);
    private static final MonotonicTime NOW = at(Duration.ofHours(30));
    private static final MonotonicTime END = NOW.plus(Duration.ofMillis(10_100));
    private static final WrittenPromise NONE = new WrittenPromise.None();

    @TempDir
    private Path directory;

    @Test
    void nothingWasPromisedWhereThereIsNoFile() throws IOException {
        assertEquals(NONE, file(BOOT).read(NOW));
    }

    @Test
    void aPromiseIsHonouredToItsEndInTheSameBoot() throws IOException {
        file(BOOT).keep(END, G);
        PromiseFile afterRestart = file(BOOT);
        assertEquals(new WrittenPromise.Until(END), afterRestart.read(NOW.plus(Duration.ofSeconds(3))));
        assertEquals(new WrittenPromise.Until(END), afterRestart.read(END.minus(Duration.ofNanos(1))));
        assertEquals(NONE, afterRestart.read(END));
    }

    /** Rule 8: on a new boot, its whole length from the boot, with the margin for drift. */
    @Test
    void onAnotherBootItIsHonouredFromTheBoot() throws IOException {
        file(BOOT).keep(END, G);
        PromiseFile afterBoot = file(NEXT_BOOT);
        MonotonicTime end = at(Duration.ofMillis(10_100));
        assertEquals(new WrittenPromise.Until(end), afterBoot.read(at(Duration.ofSeconds(4))));
        assertEquals(new WrittenPromise.Until(end), afterBoot.read(end.minus(Duration.ofNanos(1))));
        assertEquals(NONE, afterBoot.read(end));
    }

    @Test
    void theLastOneCounts() throws IOException {
        PromiseFile file = file(BOOT);
        file.keep(END, G);
        MonotonicTime later = END.plus(G);
        file.keep(later, G);
        assertEquals(new WrittenPromise.Until(later), file.read(NOW));
    }

    @Test
    void theFileIsTextAndOursAlone() throws IOException {
        file(BOOT).keep(END, G);
        assertEquals(
                "arp-failover promise 1\nboot=" + BOOT
                        + "\nuntil=108010100000000\npromised=10000000000\ncrc32=c4adf45d\n",
                Files.readString(written()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(written())));
        try (Stream<Path> all = Files.list(state())) {
            assertEquals(List.of(written()), all.toList(), "nothing is left beside it");
        }
    }

    @Test
    void aMissingDirectoryIsMadeForUsAlone() throws IOException {
        Path deep = directory.resolve("var/lib/arp-failover");
        new PromiseFile(deep, Samples.WEB, BOOT).keep(END, G);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)));
    }

    @Test
    void whatAnInterruptedAttemptLeftIsInNobodysWay() throws IOException {
        PromiseFile file = file(BOOT);
        Files.writeString(state().resolve("web.promise.new"), "half");
        assertEquals(NONE, file.read(NOW));
        file.keep(END, G);
        assertEquals(new WrittenPromise.Until(END), file.read(NOW));
    }

    @Test
    void everyTruncationAndEveryChangedOctetIsUnreadable() throws IOException {
        PromiseFile file = file(BOOT);
        file.keep(END, G);
        byte[] good = Files.readAllBytes(written());
        for (int length = 0; length < good.length; length++) {
            Files.write(written(), Arrays.copyOf(good, length));
            assertUnreadable(file, "length " + length);
        }
        for (int at = 0; at < good.length; at++) {
            byte[] changed = good.clone();
            changed[at] ^= 1;
            Files.write(written(), changed);
            assertUnreadable(file, "octet " + at);
        }
    }

    @Test
    void aLongFileIsUnreadable() throws IOException {
        PromiseFile file = file(BOOT);
        file.keep(END, G);
        Files.writeString(written(), Files.readString(written()) + " ".repeat(100_000));
        assertUnreadable(file, "padded");
    }

    /** The clock of this boot cannot have been so far ahead. */
    @Test
    void anEndBeyondEveryPromiseIsUnreadable() throws IOException {
        PromiseFile file = file(BOOT);
        file.keep(NOW.plus(Duration.ofMinutes(60)), G);
        assertEquals(new WrittenPromise.Until(NOW.plus(Duration.ofMinutes(60))), file.read(NOW));
        file.keep(NOW.plus(Duration.ofMinutes(61)), G);
        assertUnreadable(file, "61 minutes");
        file.keep(MonotonicTime.NEVER, G);
        assertUnreadable(file, "never");
    }

    @Test
    void aDirectoryInItsPlaceIsUnreadableAndCannotBeReplaced() throws IOException {
        PromiseFile file = file(BOOT);
        Files.createDirectories(written().resolve("x"));
        assertEquals(
                new WrittenPromise.Unreadable("promise file " + written()
                        + " cannot be read: Is a directory; a long promise is supposed instead,"
                        + " remove the file if this is said at every start"),
                file.read(NOW));
        assertEquals(
                "promise file " + written()
                        + " cannot be written: Is a directory; make it writable, or set 'state:' to another directory",
                assertThrows(PeerException.class, () -> file.keep(END, G)).getMessage());
    }

    @Test
    void aFileWhereTheDirectoryShouldBeIsSaid() throws IOException {
        Path inTheWay = Files.writeString(directory.resolve("file"), "");
        Path below = inTheWay.resolve("state");
        assertEquals(
                "state directory " + below
                        + " cannot be made: Not a directory; run as root, or set 'state:' to another",
                assertThrows(PeerException.class, () -> new PromiseFile(below, Samples.WEB, BOOT))
                        .getMessage());
    }

    @Test
    void thisBootHasAnId() throws IOException {
        PromiseFile file = PromiseFile.open(state(), Samples.WEB);
        file.keep(END, G);
        assertEquals(
                new WrittenPromise.Until(END),
                PromiseFile.open(state(), Samples.WEB).read(NOW));
        assertTrue(Files.readString(written())
                .contains("\nboot=" + Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))));
    }

    private void assertUnreadable(PromiseFile file, String which) {
        WrittenPromise.Unreadable unreadable = assertInstanceOf(WrittenPromise.Unreadable.class, file.read(NOW), which);
        assertTrue(
                unreadable.reason().startsWith("promise file " + written() + " cannot be read: its contents"), which);
    }

    private PromiseFile file(String boot) throws PeerException {
        return new PromiseFile(state(), Samples.WEB, boot);
    }

    private Path state() {
        return directory.resolve("state");
    }

    private Path written() {
        return state().resolve("web.promise");
    }

    private static MonotonicTime at(Duration sinceBoot) {
        return new MonotonicTime(0).plus(sinceBoot);
    }
}
