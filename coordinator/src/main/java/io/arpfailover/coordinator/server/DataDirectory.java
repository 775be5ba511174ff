package io.arpfailover.coordinator.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The directory of one server, locked: two servers on the same files would destroy them. */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    static DataDirectory open(Path path) throws ServerException {
        FileChannel lockFile = create(path);
        if (lock(lockFile).isEmpty()) {
            close(lockFile);
            throw new ServerException(
                    "data directory " + path + " is used by another server; stop it, or name another");
        }
        return new DataDirectory(path, lockFile);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        close(lockFile);
    }

    private static FileChannel create(Path path) throws ServerException {
        try {
            Files.createDirectories(path);
            return FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new ServerException(
                    "data directory " + path + " cannot be written ("
                            + e.getClass().getSimpleName() + "); name another, or correct its owner and rights",
                    e);
        }
    }

    private static Optional<FileLock> lock(FileChannel lockFile) throws ServerException {
        try {
            return Optional.ofNullable(lockFile.tryLock());
        } catch (OverlappingFileLockException heldByThisProcess) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ServerException("data directory cannot be locked: " + e.getMessage() + "; use a local disk", e);
        }
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
