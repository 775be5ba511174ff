package io.arpfailover.agent.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A pipe that a child process writes to and that never makes its reader wait.
 *
 * <p>The pipes of {@code java.lang.Process} are read to their end when the child exits, into memory without a limit, and
 * a read waits for every process that inherited them. This one holds what the kernel holds, 64 KiB, and is read as far
 * as its reader cares. One thread.
 */
public final class OutputPipe implements AutoCloseable {
    private static final int O_NONBLOCK_CLOEXEC = 0x800 | 0x80000;

    private final int readEnd;
    private final int writeEnd;
    private boolean writable = true;

    private OutputPipe(int readEnd, int writeEnd) {
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    /** Opens it; a {@link KernelException} says why there is none. */
    public static OutputPipe open() {
        int[] ends = new int[2];
        try {
            Libc.pipe2(ends, O_NONBLOCK_CLOEXEC);
        } catch (LastErrorException e) {
            throw new KernelException(new Errno(e.getErrorCode()).describe("open a pipe"), e);
        }
        return new OutputPipe(ends[0], ends[1]);
    }

    /** The file to open for the child's output, within this process and before {@link #closeWriteEnd}. */
    public Path writeEnd() {
        return Path.of("/proc/self/fd", Integer.toString(writeEnd));
    }

    /** The child has its end; ours would keep the pipe open. */
    public void closeWriteEnd() {
        if (writable) {
            writable = false;
            Libc.close(writeEnd);
        }
    }

    /** Reads what is there into a direct buffer; the number of octets, 0 when there are none now or any more. */
    public int read(ByteBuffer octets) {
        try {
            return Libc.read(readEnd, octets, new NativeLong(octets.remaining()))
                    .intValue();
        } catch (LastErrorException nothingNow) {
            return 0; // EAGAIN
        }
    }

    @Override
    public void close() {
        closeWriteEnd();
        Libc.close(readEnd);
    }
}
