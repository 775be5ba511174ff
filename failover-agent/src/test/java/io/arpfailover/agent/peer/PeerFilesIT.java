package io.arpfailover.agent.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only root can bring about: a disk that is full or read-only, a file of somebody else's. */
class PeerFilesIT {
    private static final Duration G = Duration.ofSeconds(10);
    private static final MonotonicTime NOW =
            new MonotonicTime(Duration.ofHours(1).toNanos());
    private static final MonotonicTime END = NOW.plus(G);

    @TempDir
    private Path directory;

    @Test
    void aFullDiskIsSaidAndTheWrittenPromiseStands() throws IOException, InterruptedException {
        mounted("size=8k", () -> {
            PromiseFile file = PromiseFile.open(directory, Samples.WEB);
            file.keep(END, G);
            Files.write(directory.resolve("filler"), new byte[4096]);
            assertEquals(cannotBeWritten("No space left on device"), refusal(file));
            assertEquals(new WrittenPromise.Until(END), file.read(NOW));
            Files.delete(directory.resolve("filler"));
            file.keep(END.plus(G), G);
            assertEquals(new WrittenPromise.Until(END.plus(G)), file.read(NOW));
        });
    }

    @Test
    void aDiskWithoutRoomForANameIsSaid() throws IOException, InterruptedException {
        mounted(
                "nr_inodes=1",
                () -> assertEquals(
                        cannotBeWritten("No space left on device"), refusal(PromiseFile.open(directory, Samples.WEB))));
    }

    @Test
    void aReadOnlyDiskIsSaid() throws IOException, InterruptedException {
        mounted(
                "ro",
                () -> assertEquals(
                        cannotBeWritten("Read-only file system"), refusal(PromiseFile.open(directory, Samples.WEB))));
    }

    @Test
    void aSecretOfSomebodyElseIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "x".repeat(40));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        PeerSecret.read(file);
        Files.setAttribute(file, "unix:uid", 65_534);
        assertEquals(
                "secret file " + file + " belongs to user 65534, who could change it; run: chown root " + file,
                assertThrows(PeerException.class, () -> PeerSecret.read(file)).getMessage());
    }

    private String cannotBeWritten(String because) {
        return "promise file " + directory.resolve("web.promise") + " cannot be written: " + because
                + "; make it writable, or set 'state:' to another directory";
    }

    private static String refusal(PromiseFile file) {
        return assertThrows(PeerException.class, () -> file.keep(END.plus(G), G))
                .getMessage();
    }

    /** Runs the step with a small file system of its own on the directory. */
    private void mounted(String options, NetnsLab.Step step) throws IOException, InterruptedException {
        run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString());
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            run("umount", "-l", directory.toString());
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + " failed");
        }
    }
}
