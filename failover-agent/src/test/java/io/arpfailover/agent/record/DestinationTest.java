package io.arpfailover.agent.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
    private static final byte[] HEADER = octets("HEAD");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("arp.pcapng");
    }

    @Test
    void eachBlockIsInTheFileAtOnce() throws IOException {
        try (Sink sink = new Destination.OneFile(file, false).open(HEADER)) {
            assertContents("HEAD", file);
            sink.write(octets("one"));
            assertContents("HEADone", file);
        }
    }

    @Test
    void anExistingFileIsReplacedOnlyWhenToldTo() throws IOException {
        Files.writeString(file, "somebody's work");
        assertComplaint(
                file + ": exists; give another name, or --force to replace it", new Destination.OneFile(file, false));
        assertContents("somebody's work", file);
        new Destination.OneFile(file, true).open(HEADER).close();
        assertContents("HEAD", file);
    }

    @Test
    void aMissingDirectoryAndADirectoryAreOneLineEach() {
        Path missing = directory.resolve("none").resolve("a.pcap");
        assertComplaint(
                missing + ": no such directory: make " + missing.getParent() + " first",
                new Destination.OneFile(missing, false));
        assertComplaint(
                directory + ": is a directory: give the name of a file", new Destination.OneFile(directory, true));
    }

    @Test
    void aFullDiskIsOneLine() {
        assertComplaint(
                "/dev/full: No space left on device; it holds what was written before",
                new Destination.OneFile(Path.of("/dev/full"), true));
    }

    @Test
    void aRingTurnsBeforeAFileGrowsTooLargeAndForgetsTheOldest() throws IOException {
        try (Sink sink = ring(10, 3, false).open(HEADER)) {
            for (String block : new String[] {"aaa", "bbb", "ccc", "ddd", "eee", "fff", "ggg"}) {
                sink.write(octets(block));
            }
        }
        assertContents("HEADggg", file);
        assertContents("HEADeeefff", directory.resolve("arp.1.pcapng"));
        assertContents("HEADcccddd", directory.resolve("arp.2.pcapng"));
        assertFalse(Files.exists(directory.resolve("arp.3.pcapng")));
    }

    @Test
    void aBlockLargerThanTheSizeHasAFileOfItsOwn() throws IOException {
        try (Sink sink = ring(1, 2, false).open(HEADER)) {
            sink.write(octets("first"));
            sink.write(octets("second"));
        }
        assertContents("HEADsecond", file);
        assertContents("HEADfirst", directory.resolve("arp.1.pcapng"));
    }

    @Test
    void aRingOfOneFileBeginsAnew() throws IOException {
        try (Sink sink = ring(8, 1, false).open(HEADER)) {
            sink.write(octets("aaaa"));
            sink.write(octets("bbbb"));
        }
        assertContents("HEADbbbb", file);
    }

    @Test
    void aRingRefusesANameThatIsTakenAndRemovesItWhenToldTo() throws IOException {
        Path older = directory.resolve("arp.2.pcapng");
        Files.writeString(older, "somebody's work");
        assertComplaint(older + ": exists; give another name, or --force to replace it", ring(10, 3, false));
        assertFalse(Files.exists(file));
        ring(10, 3, true).open(HEADER).close();
        assertFalse(Files.exists(older));
    }

    @Test
    void aReaderThatWentAwayIsOneLine() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertComplaint("standard output: nobody reads it any more", new Destination.Stream(broken));
    }

    @ParameterizedTest
    @CsvSource({"100x1, 100, 1", "2Kx3, 2048, 3", "10Mx5, 10485760, 5", "1Gx1000, 1073741824, 1000"})
    void sizesOfRings(String text, long octets, int files) {
        assertEquals(new RingSize(octets, files), RingSize.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10M", "x5", "0x5", "10Mx0", "10Mx1001", "10mx5", "-1x5", "10Tx5", "10Mx5x5"})
    void noSizesOfRings(String text) {
        assertThrows(IllegalArgumentException.class, () -> RingSize.parse(text));
    }

    private Destination ring(long octets, int files, boolean replace) {
        return new Destination.RingOfFiles(file, new RingSize(octets, files), replace);
    }

    private static void assertComplaint(String expected, Destination destination) {
        String message = assertThrows(RecordException.class, () -> destination.open(HEADER))
                .getMessage();
        assertEquals(expected, message);
        assertTrue(message.lines().count() == 1, message);
    }

    private static void assertContents(String expected, Path file) throws IOException {
        assertArrayEquals(octets(expected), Files.readAllBytes(file));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
