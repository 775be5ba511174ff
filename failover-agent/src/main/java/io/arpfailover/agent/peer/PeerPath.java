package io.arpfailover.agent.peer;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * One of our addresses as a socket, with its counters.
 *
 * <p>The receiver reads it while another thread sends; neither ever waits. The socket stays bound while its interface
 * or address is away: sends fail meanwhile, and succeed again when it is back.
 */
final class PeerPath implements AutoCloseable {
    /** DSCP CS6, network control: switches and queues let these few datagrams pass first. */
    private static final int NETWORK_CONTROL = 0xc0;

    private final int index;
    private final DatagramChannel channel;
    private final PeerEndpoint local;
    private final LongAdder sent = new LongAdder();
    private final LongAdder notSent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private volatile Optional<MonotonicTime> lastHeard = Optional.empty();

    private PeerPath(int index, DatagramChannel channel, PeerEndpoint local) {
        this.index = index;
        this.channel = channel;
        this.local = local;
    }

    static PeerPath open(int index, Ipv4Address address, int port) throws PeerException {
        try {
            DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
            try {
                return new PeerPath(index, channel, bound(channel, PeerEndpoint.socketAddress(address, port)));
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (PeerException e) {
            throw e;
        } catch (IOException e) {
            throw new PeerException(
                    "peer.listen: " + address + ":" + port + " cannot be opened: " + e.getMessage()
                            + "; name an address and a port that this user may listen on",
                    e);
        }
    }

    int index() {
        return index;
    }

    PeerEndpoint local() {
        return local;
    }

    /** Sends now or not at all; only counted, for the next heartbeat is as good. */
    void send(byte[] octets, InetSocketAddress to) {
        try {
            boolean taken = channel.send(ByteBuffer.wrap(octets), to) == octets.length;
            (taken ? sent : notSent).increment();
        } catch (IOException e) {
            notSent.increment();
        }
    }

    /** Has the selector tell when there is something to {@link #receive}; the key's attachment is this path. */
    void register(Selector selector) throws IOException {
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** The sender of the next datagram, which then is in the buffer; empty when there is none. */
    Optional<InetSocketAddress> receive(ByteBuffer buffer) throws IOException {
        return Optional.ofNullable((InetSocketAddress) channel.receive(buffer));
    }

    void heard(MonotonicTime now) {
        received.increment();
        lastHeard = Optional.of(now);
    }

    PathStatus status(Optional<PeerEndpoint> remote) {
        return new PathStatus(local, remote, lastHeard, sent.sum(), notSent.sum(), received.sum());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            return; // it is no more ours either way
        }
    }

    private static PeerEndpoint bound(DatagramChannel channel, InetSocketAddress address) throws IOException {
        if (!isOfThisHost(address)) {
            throw unknown(address);
        }
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.IP_TOS, NETWORK_CONTROL);
        try {
            channel.bind(address);
        } catch (BindException e) {
            throw e.getMessage().contains("in use") ? taken(address, e) : e;
        }
        return PeerEndpoint.of((InetSocketAddress) channel.getLocalAddress());
    }

    /** Asked before, for with net.ipv4.ip_nonlocal_bind a socket can be bound to anything. All of 127/8 is ours. */
    private static boolean isOfThisHost(InetSocketAddress address) throws IOException {
        return address.getAddress().isLoopbackAddress()
                || NetworkInterface.getByInetAddress(address.getAddress()) != null;
    }

    private static PeerException unknown(InetSocketAddress address) {
        return new PeerException("peer.listen: " + address.getAddress().getHostAddress()
                + " is no address of this server; name one that 'ip -4 addr' shows, or add it first");
    }

    private static PeerException taken(InetSocketAddress address, BindException e) {
        return new PeerException(
                "peer.listen: UDP port " + address.getPort() + " of "
                        + address.getAddress().getHostAddress()
                        + " is used by another program; stop it, or set another 'port:' under 'peer:' on both servers",
                e);
    }
}
