package io.arpfailover.agent.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The socket on which a service manager hears how its service is: sd_notify(3), datagrams of lines {@code NAME=value}.
 *
 * <p>Never waits: when the manager has not read what was sent before, the datagram is not sent. Java's own Unix sockets
 * know no datagrams. Any thread may send.
 */
public final class NotifySocket implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    /** struct sockaddr_un, unix(7). */
    private static final int LONGEST_NAME = 108;

    private final int file;

    private NotifySocket(int file) {
        this.file = file;
    }

    /**
     * Opens it.
     *
     * @param name the manager's {@code NOTIFY_SOCKET}: a path, or an abstract name that begins with @
     * @return empty when nobody listens there
     */
    public static Optional<NotifySocket> open(String name) {
        byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        if (octets.length < 2 || octets.length >= LONGEST_NAME || (octets[0] != '/' && octets[0] != '@')) {
            return Optional.empty();
        }
        if (octets[0] == '@') {
            octets[0] = 0;
        }
        ByteBuffer address = ByteBuffer.allocateDirect(Short.BYTES + octets.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_UNIX)
                .put(octets)
                .flip();
        NotifySocket socket = new NotifySocket(Libc.socket(AF_UNIX, SOCK_DGRAM_NONBLOCK_CLOEXEC, 0));
        try {
            Libc.connect(socket.file, address, address.limit());
            return Optional.of(socket);
        } catch (LastErrorException nobody) {
            socket.close();
            return Optional.empty();
        }
    }

    /** Tells the manager; whether it was told. */
    public boolean send(String lines) {
        byte[] octets = lines.getBytes(StandardCharsets.UTF_8);
        ByteBuffer message =
                ByteBuffer.allocateDirect(octets.length).put(octets).flip();
        try {
            Libc.send(file, message, new NativeLong(octets.length), MSG_NOSIGNAL);
            return true;
        } catch (LastErrorException full) {
            return false;
        }
    }

    @Override
    public void close() {
        Libc.close(file);
    }
}
