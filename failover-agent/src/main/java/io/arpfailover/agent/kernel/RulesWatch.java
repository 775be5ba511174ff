package io.arpfailover.agent.kernel;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when somebody changed a lease's table, from the moment it is opened: deleted it or something in it, or added to
 * it. Renewals are not told; what else this program does to the table is.
 *
 * <p>One daemon thread, in the network namespace of the thread that opened it. The listener runs on that thread and
 * must only enqueue.
 */
final class RulesWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RulesWatch.class);
    private static final int BUFFER_OCTETS = 1 << 20;

    private final String table;
    private final Runnable listener;
    private final NotificationThread thread;

    private RulesWatch(String table, Runnable listener, NetlinkSocket socket) {
        this.table = table;
        this.listener = listener;
        this.thread = new NotificationThread("rules-watch", socket, this::read, this::overrun);
    }

    /** Subscribes, then returns: a change made after this call is told. Needs CAP_NET_ADMIN. */
    static RulesWatch open(String table, Runnable listener) {
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER, NetlinkSocket.GROUP_NFTABLES);
        socket.filter(SocketFilter.exceptReplacedElements());
        socket.reserve(BUFFER_OCTETS);
        RulesWatch watch = new RulesWatch(table, listener, socket);
        watch.thread.start();
        return watch;
    }

    /** Once per transaction: it arrives in one datagram, or in a few large ones. */
    private void read(List<NetlinkMessage> messages) {
        if (messages.stream().anyMatch(message -> NftablesMessage.isAbout(table, message))) {
            listener.run();
        }
    }

    private void overrun() {
        LOG.warn("rules-watch event=overrun do=\"the rules are looked at again\"");
        listener.run();
    }

    @Override
    public void close() {
        thread.close();
    }
}
