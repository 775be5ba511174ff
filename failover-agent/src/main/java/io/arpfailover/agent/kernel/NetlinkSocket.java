package io.arpfailover.agent.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One socket of family AF_NETLINK, protocol NETLINK_ROUTE, in the network namespace of the thread that opened it.
 *
 * <p>Not for several threads at once. No call waits without a limit unless {@link #receive} is told to.
 */
final class NetlinkSocket implements AutoCloseable {
    static final int GROUP_LINK = 0x1;
    static final int GROUP_IPV4_ADDRESS = 0x10;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_ROUTE = 0;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int ADDRESS_OCTETS = 12;
    /** The kernel fills at most 32 KiB per datagram of a dump. */
    private static final int DATAGRAM_OCTETS = 65536;

    private static final Duration REPLY_LIMIT = Duration.ofSeconds(1);
    private static final int DUMP_ATTEMPTS = 5;

    private final int file;
    private final ByteBuffer datagram = nativeBuffer(DATAGRAM_OCTETS);
    private int sequence;

    private NetlinkSocket(int file) {
        this.file = file;
    }

    /** A socket for requests, or with groups a subscriber to their notifications. */
    static NetlinkSocket open(int groups) {
        NetlinkSocket socket = null;
        try {
            socket = new NetlinkSocket(Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_ROUTE));
            ByteBuffer address = nativeBuffer(ADDRESS_OCTETS);
            address.putShort(0, (short) AF_NETLINK).putInt(8, groups);
            Libc.bind(socket.file, address, ADDRESS_OCTETS);
            return socket;
        } catch (LastErrorException e) {
            if (socket != null) {
                socket.close();
            }
            throw new KernelException(new Errno(e.getErrorCode()).describe("open a netlink socket"), e);
        }
    }

    private static ByteBuffer nativeBuffer(int octets) {
        return ByteBuffer.allocateDirect(octets).order(ByteOrder.nativeOrder());
    }

    /** Makes room for a burst of notifications; without the capability the default size stays. */
    void reserve(int octets) {
        try {
            Libc.setsockopt(
                    file,
                    SOL_SOCKET,
                    SO_RCVBUFFORCE,
                    nativeBuffer(Integer.BYTES).putInt(0, octets),
                    4);
        } catch (LastErrorException e) {
            // An overrun is reported and handled whatever the size: the larger buffer only makes it rarer.
            return;
        }
    }

    int file() {
        return file;
    }

    /**
     * What the kernel answered to one request.
     *
     * @param errno {@link Errno#NONE} when it was done
     * @param messages the answer's messages, without the closing one
     * @param interrupted whether the table changed during the dump, so that entries may be missing
     */
    record Reply(Errno errno, List<NetlinkMessage> messages, boolean interrupted) {}

    /** Asks for a table, again while it changes in the middle. */
    Reply dump(NetlinkRequest request) {
        Reply reply = exchange(request);
        for (int attempt = 1; attempt < DUMP_ATTEMPTS && reply.interrupted(); attempt++) {
            reply = exchange(request);
        }
        return reply;
    }

    /** Sends a request and collects its answer. */
    Reply exchange(NetlinkRequest request) {
        List<NetlinkMessage> messages = new ArrayList<>();
        try {
            ByteBuffer octets = request.encode(++sequence);
            Libc.send(file, octets, new NativeLong(octets.remaining()), 0);
            return collect(messages);
        } catch (LastErrorException e) {
            return new Reply(new Errno(e.getErrorCode()), messages, false);
        }
    }

    private Reply collect(List<NetlinkMessage> messages) {
        boolean interrupted = false;
        while (Poll.untilReadable(REPLY_LIMIT, file)) {
            for (NetlinkMessage message : receive()) {
                if (message.sequence() != sequence) {
                    continue; // the late answer to a request that was given up
                }
                interrupted |= message.isDumpInterrupted();
                if (message.endsReply()) {
                    return new Reply(message.errno(), messages, interrupted);
                }
                messages.add(message);
            }
        }
        return new Reply(Errno.ETIMEDOUT, messages, interrupted);
    }

    /**
     * The messages of the next datagram, or none when there is none (or a signal came first).
     *
     * @throws LastErrorException ENOBUFS when notifications were lost
     */
    List<NetlinkMessage> receive() throws LastErrorException {
        try {
            int length = Libc.recv(file, datagram, new NativeLong(DATAGRAM_OCTETS), MSG_DONTWAIT)
                    .intValue();
            return NetlinkMessage.split(datagram.duplicate().position(0).limit(length));
        } catch (LastErrorException e) {
            Errno errno = new Errno(e.getErrorCode());
            if (errno.equals(Errno.EINTR) || errno.equals(Errno.EAGAIN)) {
                return List.of();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        Libc.close(file);
    }
}
