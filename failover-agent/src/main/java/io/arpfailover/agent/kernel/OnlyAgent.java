package io.arpfailover.agent.kernel;

import com.sun.jna.LastErrorException;
import io.arpfailover.coordinator.tenure.ClusterName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The right to be the one agent of a cluster on this host: two would share a lease that each believes to be its own.
 *
 * <p>It is an abstract Unix socket, which belongs to one network namespace as the addresses do. The kernel frees it with
 * the process, and a frozen process keeps it.
 */
public final class OnlyAgent implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
    private static final Errno EADDRINUSE = new Errno(98);

    private final int file;

    private OnlyAgent(int file) {
        this.file = file;
    }

    /** Takes the right; empty when another process has it. */
    public static Optional<OnlyAgent> of(ClusterName cluster) {
        return named(cluster.text());
    }

    /** The right to make routes and tunnels for others here, and to remove those that nobody can own any more. */
    public static Optional<OnlyAgent> ofRoutes() {
        return named("/routes"); // no cluster's name has a slash
    }

    private static Optional<OnlyAgent> named(String what) {
        byte[] name = ("arp-failover/" + what).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer address = ByteBuffer.allocateDirect(Short.BYTES + 1 + name.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_UNIX)
                .put((byte) 0) // abstract: no file
                .put(name)
                .flip();
        OnlyAgent taken = new OnlyAgent(Libc.socket(AF_UNIX, SOCK_STREAM_CLOEXEC, 0));
        try {
            Libc.bind(taken.file, address, address.limit());
            return Optional.of(taken);
        } catch (LastErrorException e) {
            taken.close();
            Errno errno = new Errno(e.getErrorCode());
            if (errno.equals(EADDRINUSE)) {
                return Optional.empty();
            }
            throw new KernelException(errno.describe("make sure that no other agent runs"), e);
        }
    }

    @Override
    public void close() {
        Libc.close(file);
    }
}
