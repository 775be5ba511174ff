package io.arpfailover.agent.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One socket of family AF_NETLINK, in the network namespace of the thread that opened it.
 *
 * <p>Not for several threads at once. No call waits without a limit unless {@link #receive} is told to.
 */
final class NetlinkSocket implements AutoCloseable {
    /** The protocols: links, addresses and routes; and what netfilter has. */
    static final int ROUTE = 0;

    static final int NETFILTER = 12;

    static final int GROUP_LINK = 0x1;
    static final int GROUP_NEIGHBOR = 0x4;
    static final int GROUP_IPV4_ADDRESS = 0x10;
    static final int GROUP_NFTABLES = 0x40;

    /** The most requests that are sent together. */
    static final int BATCH = 64;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int ADDRESS_OCTETS = 12;
    private static final int PORT_OFFSET = 4;
    /** The kernel fills at most 32 KiB per datagram of a dump. */
    private static final int DATAGRAM_OCTETS = 65536;

    private static final Duration REPLY_LIMIT = Duration.ofSeconds(1);
    private static final int DUMP_ATTEMPTS = 5;

    private final int file;
    private final ByteBuffer datagram = nativeBuffer(DATAGRAM_OCTETS);
    private final ByteBuffer outgoing = nativeBuffer(BATCH * NetlinkRequest.LIMIT_OCTETS);
    private int sequence;

    private NetlinkSocket(int file) {
        this.file = file;
    }

    /** A socket for requests, or with groups a subscriber to their notifications. */
    static NetlinkSocket open(int protocol, int groups) {
        NetlinkSocket socket = null;
        try {
            socket = new NetlinkSocket(Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, protocol));
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

    /**
     * Lets only those notifications through that the filter lets; the kernel drops the others, and wakes nobody.
     *
     * <p>Without effect where the kernel refuses it.
     */
    void filter(SocketFilter filter) {
        try {
            Libc.setsockopt(file, SOL_SOCKET, SO_ATTACH_FILTER, filter.program(), SocketFilter.OCTETS);
        } catch (LastErrorException e) {
            return; // What is filtered out is of no interest, and no harm: it only costs time.
        } finally {
            Reference.reachabilityFence(filter);
        }
    }

    /** The number by which the kernel names this socket, among others in notifications of what it asked for. */
    int port() {
        ByteBuffer address = nativeBuffer(ADDRESS_OCTETS);
        Libc.getsockname(file, address, nativeBuffer(Integer.BYTES).putInt(0, ADDRESS_OCTETS));
        return address.getInt(PORT_OFFSET);
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
            outgoing.clear().put(request.encode(++sequence));
            send();
            return collect(messages);
        } catch (LastErrorException e) {
            return new Reply(new Errno(e.getErrorCode()), messages, false);
        }
    }

    /**
     * Sends changes together, which saves a system call or three for each.
     *
     * @param requests at most {@link #BATCH}; one that fails keeps no other from being done
     * @return what became of each
     */
    List<Errno> exchange(List<NetlinkRequest> requests) {
        int first = sequence + 1;
        try {
            outgoing.clear();
            for (int i = 0; i < requests.size(); i++) {
                encode(requests.get(i), i == requests.size() - 1);
            }
            send();
            return outcomes(first, requests.size());
        } catch (LastErrorException e) {
            return Collections.nCopies(requests.size(), new Errno(e.getErrorCode()));
        }
    }

    /** Only the last is acknowledged: the kernel works in order, and tells every error anyway. */
    private void encode(NetlinkRequest request, boolean last) {
        int start = outgoing.position();
        outgoing.put(request.encode(++sequence));
        if (!last) {
            int flags = outgoing.getShort(start + NetlinkRequest.FLAGS_OFFSET);
            outgoing.putShort(start + NetlinkRequest.FLAGS_OFFSET, (short) (flags & ~NetlinkRequest.ACK));
        }
        outgoing.position(Attributes.aligned(outgoing.position()));
    }

    private void send() {
        outgoing.flip();
        Libc.send(file, outgoing, new NativeLong(outgoing.remaining()), 0);
    }

    private List<Errno> outcomes(int first, int count) {
        List<Errno> outcomes = new ArrayList<>(Collections.nCopies(count, Errno.NONE));
        while (Poll.untilReadable(REPLY_LIMIT, file)) {
            for (NetlinkMessage message : receive()) {
                int index = message.sequence() - first;
                if (message.endsReply() && index >= 0 && index < count) {
                    outcomes.set(index, message.errno());
                }
                if (index == count - 1) {
                    return outcomes;
                }
            }
        }
        return Collections.nCopies(count, Errno.ETIMEDOUT);
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
