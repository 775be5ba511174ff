package io.arpfailover.agent.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of a control socket in the file system, which belongs to one process at a time.
 *
 * <p>A lock on the file beside it says whose it is: the kernel drops it with the process, so a socket without a
 * locked file is a dead agent's. The lock file stays, since removing it would let two processes lock two files of one
 * name.
 *
 * <p>Java cannot set a umask, so the socket is made in a directory that only we can enter, gets its mode there, and is
 * then renamed to its place: nobody else can open it at any moment.
 */
final class SocketFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rw-------");
    /** Connecting takes the right to write: ours and our group's, who may command the agent without being root. */
    private static final Set<PosixFilePermission> FOR_THE_GROUP = PosixFilePermissions.fromString("rw-rw----");

    private static final FileAttribute<Set<PosixFilePermission>> OURS_TO_ENTER = mode("rwx------");
    private static final Set<PosixFilePermission> ALL_MAY_ENTER = PosixFilePermissions.fromString("rwxr-xr-x");

    private final Path path;
    private final FileChannel lock;

    private SocketFile(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Takes the place for this process. */
    static SocketFile claim(Path path) throws ControlFailure {
        try {
            Path absolute = path.toAbsolutePath();
            makeParent(absolute.getParent());
            return new SocketFile(absolute, lock(absolute));
        } catch (AccessDeniedException e) {
            throw new ControlFailure(
                    "no permission to create " + path
                            + ": run as root, or set 'control:' to a path this user may write",
                    e);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** Opens the socket there, mode 0660 from the first moment; replaces what a dead agent left. */
    ServerSocketChannel listen(int backlog) throws ControlFailure {
        Path nursery = path.resolveSibling(path.getFileName() + ".new");
        Path newborn = nursery.resolve("s");
        try {
            checkReplaceable();
            remove(nursery, newborn);
            Files.createDirectory(nursery, OURS_TO_ENTER);
            return born(newborn, backlog);
        } catch (IOException e) {
            throw unusable(path, e);
        } finally {
            remove(nursery, newborn);
        }
    }

    /** Removes the socket and lets another process have the place. */
    @Override
    public void close() throws IOException {
        try (lock) {
            Files.deleteIfExists(path);
        }
    }

    /** Gives the place up without touching what is there. */
    void release() {
        closeQuietly(lock);
    }

    private ServerSocketChannel born(Path newborn, int backlog) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(newborn), backlog);
            Files.setPosixFilePermissions(newborn, FOR_THE_GROUP);
            Files.move(newborn, path, StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (IOException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    private static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException nothingToDo) {
            LOG.debug("control close_failed error={}", nothingToDo.toString());
        }
    }

    private void checkReplaceable() throws IOException, ControlFailure {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new ControlFailure(path + " is not a socket: remove it, or set 'control:' to another path");
        }
        if (isAnswered()) {
            throw new ControlFailure(
                    "another program answers on " + path + ": stop it, or set 'control:' to another path");
        }
    }

    /** Only somebody who lost the lock file, or is no agent, can listen there while we hold the lock. */
    private boolean isAnswered() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException nobody) {
            return false;
        } catch (IOException queueIsFull) {
            return true;
        }
    }

    private static void makeParent(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            Files.createDirectories(parent);
            Files.setPosixFilePermissions(parent, ALL_MAY_ENTER);
        }
    }

    private static FileChannel lock(Path path) throws IOException, ControlFailure {
        Path file = path.resolveSibling(path.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OURS));
        if (!tryLock(channel)) {
            String owner = owner(channel);
            channel.close();
            throw new ControlFailure("another agent runs" + owner + " with " + path
                    + ": stop it, or set 'cluster:' or 'control:' to another");
        }
        channel.truncate(0).write(ByteBuffer.wrap(pid().getBytes(StandardCharsets.US_ASCII)), 0);
        return channel;
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(16);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
        return pid.isEmpty() ? "" : " (process " + pid + ")";
    }

    private static String pid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    private static void remove(Path nursery, Path newborn) throws ControlFailure {
        try {
            Files.deleteIfExists(newborn);
            Files.deleteIfExists(nursery);
        } catch (IOException e) {
            throw unusable(nursery, e);
        }
    }

    private static ControlFailure unusable(Path path, IOException e) {
        return new ControlFailure(
                "cannot create " + path + " (" + e + "): free the path, or set 'control:' to another", e);
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
