package io.arpfailover.agent.kernel;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text in a file without a name, for a child process to read from its start.
 *
 * <p>Unlike a pipe it holds a text of any length at once, so that nobody waits for a child that reads nothing; unlike a
 * temporary file it is on no disk, and gone with the last who has it open.
 */
public final class MemoryFile implements AutoCloseable {
    private static final int CLOSE_ON_EXEC = 1;

    private final int file;

    private MemoryFile(int file) {
        this.file = file;
    }

    /** Makes one that holds this text, in UTF-8; a {@link KernelException} says why there is none. */
    public static MemoryFile holding(String text) throws IOException {
        MemoryFile made = new MemoryFile(create());
        try {
            Files.writeString(made.path(), text);
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    private static int create() {
        try {
            return Libc.memfd_create("input", CLOSE_ON_EXEC);
        } catch (LastErrorException e) {
            throw new KernelException(new Errno(e.getErrorCode()).describe("keep a text in memory"), e);
        }
    }

    /** The file to open for the child's input, within this process; each opening reads from the start. */
    public Path path() {
        return Path.of("/proc/self/fd", Integer.toString(file));
    }

    @Override
    public void close() {
        Libc.close(file);
    }
}
