package io.arpfailover.agent.peer;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The file in which a long promise outlives the agent that made it (rule 8): written before the promise leaves, read at
 * the next start.
 *
 * <p>Both calls wait for the disk, so they are not for the loop's thread. A short promise is not written down: whoever
 * starts supposes to have made one.
 */
public final class PromiseFile {
    /** Where it is unless the configuration says otherwise. */
    public static final Path DEFAULT_DIRECTORY = Path.of("/var/lib/arp-failover");

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final FileAttribute<Set<PosixFilePermission>> OURS_TO_ENTER = mode("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> OURS = mode("rw-------");

    private final Path directory;
    private final Path file;
    private final String boot;

    PromiseFile(Path directory, ClusterName cluster, String boot) throws PeerException {
        this.directory = directory.toAbsolutePath();
        this.file = this.directory.resolve(cluster + ".promise");
        this.boot = boot;
        makeDirectory();
    }

    /** The file of this cluster; its directory is made, for us alone, when it is missing. */
    public static PromiseFile open(Path directory, ClusterName cluster) throws PeerException {
        return new PromiseFile(directory, cluster, presentBoot());
    }

    /**
     * Writes a promise down, in place of the one before; when this returns it outlives a crash of the machine.
     *
     * @param until when it has been kept: pass the latest end of all that were made
     * @param promised how long it is
     * @throws PeerException when it may not have been written: then it must not be made
     */
    public void keep(MonotonicTime until, Duration promised) throws PeerException {
        if (promised.compareTo(PeerCodec.LONGEST_PROMISE) > 0) {
            throw new IllegalArgumentException("promised=" + promised);
        }
        Path fresh = directory.resolve(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            write(fresh, new PromiseRecord(boot, until, promised).text());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory();
        } catch (IOException e) {
            remove(fresh);
            throw new PeerException(
                    "promise file " + file + " cannot be written: " + FileTrouble.reason(e)
                            + "; make it writable, or set 'state:' to another directory",
                    e);
        }
    }

    /** What must still be honoured now. */
    public WrittenPromise read(MonotonicTime now) {
        try (InputStream input = Files.newInputStream(file)) {
            String text = new String(input.readNBytes(PromiseRecord.MOST_OCTETS), StandardCharsets.ISO_8859_1);
            return PromiseRecord.parse(text)
                    .flatMap(record -> remaining(record.keptAt(boot), now))
                    .orElseGet(() -> unreadable("its contents make no sense"));
        } catch (NoSuchFileException none) {
            return new WrittenPromise.None();
        } catch (IOException e) {
            return unreadable(FileTrouble.reason(e));
        }
    }

    /** Empty for an end that lies further away than any promise could reach. */
    private static Optional<WrittenPromise> remaining(MonotonicTime end, MonotonicTime now) {
        if (now.hasReached(end)) {
            return Optional.of(new WrittenPromise.None());
        }
        MonotonicTime farthest = now.plus(PromiseTiming.kept(PeerCodec.LONGEST_PROMISE));
        return farthest.isBefore(end) ? Optional.empty() : Optional.of(new WrittenPromise.Until(end));
    }

    private WrittenPromise unreadable(String because) {
        return new WrittenPromise.Unreadable("promise file " + file + " cannot be read: " + because
                + "; a long promise is supposed instead, remove the file if this is said at every start");
    }

    private static void write(Path fresh, String text) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        try (FileChannel channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OURS)) {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
    }

    /** The new name is on the disk when its directory is. */
    private void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void remove(Path fresh) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException e) {
            return; // the next attempt removes it, or says why it cannot
        }
    }

    private void makeDirectory() throws PeerException {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, OURS_TO_ENTER);
            }
        } catch (IOException e) {
            throw new PeerException(
                    "state directory " + directory + " cannot be made: " + FileTrouble.reason(e)
                            + "; run as root, or set 'state:' to another",
                    e);
        }
    }

    private static String presentBoot() throws PeerException {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            throw new PeerException(
                    BOOT_ID + " cannot be read: " + FileTrouble.reason(e) + "; mount /proc for the agent", e);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
