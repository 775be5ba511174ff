package io.arpfailover.agent.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * One file that is written block by block, without a buffer in between, so that it always ends with a whole one.
 *
 * <p>A frame is a capture of somebody's network: a new file is for its owner and group as the umask has it.
 */
final class CaptureFile implements Sink {
    private final Path path;
    private final FileChannel channel;
    private long octets;

    private CaptureFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** A new file with its header; an existing one is replaced only when the user said so. */
    static CaptureFile create(Path path, byte[] header, boolean replace) throws RecordException {
        Set<OpenOption> options = replace
                ? Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)
                : Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try {
            CaptureFile file = new CaptureFile(path, FileChannel.open(path, options));
            file.write(header);
            return file;
        } catch (RecordException e) {
            throw e;
        } catch (IOException e) {
            throw new RecordException(path + ": " + reason(path, e), e);
        }
    }

    long octets() {
        return octets;
    }

    @Override
    public void write(byte[] block) throws RecordException {
        try {
            ByteBuffer rest = ByteBuffer.wrap(block);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            octets += block.length;
        } catch (IOException e) {
            throw new RecordException(path + ": " + cutBack(e) + "; it holds what was written before", e);
        }
    }

    /** Takes the begun block away again. */
    private String cutBack(IOException why) {
        try {
            channel.truncate(octets);
        } catch (IOException e) {
            return reason(path, why) + " (and its last block may be incomplete)";
        }
        return reason(path, why);
    }

    @Override
    public void close() throws RecordException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new RecordException(path + ": " + reason(path, e), e);
        }
    }

    /** What the user is told: one clause. */
    static String reason(Path path, IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return "exists; give another name, or --force to replace it";
        }
        if (e instanceof NoSuchFileException) {
            return "no such directory: make " + path.toAbsolutePath().getParent() + " first";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied: choose a directory this user may write to";
        }
        if (Files.isDirectory(path)) {
            return "is a directory: give the name of a file";
        }
        String system = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
        return system == null
                ? e.getClass().getSimpleName()
                : system.lines().findFirst().orElse("cannot be written");
    }
}
