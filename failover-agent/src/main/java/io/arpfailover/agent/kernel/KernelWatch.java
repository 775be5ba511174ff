package io.arpfailover.agent.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what changes at the kernel's links and IPv4 addresses, and on request at its neighbours, from the moment it is
 * opened.
 *
 * <p>One daemon thread, in the network namespace of the thread that opened it. The listener runs on that thread and
 * must only enqueue: while it does not return, events pile up in the kernel, and beyond its limit become one
 * {@link KernelEvent.Overrun}.
 */
public final class KernelWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KernelWatch.class);
    private static final int BUFFER_OCTETS = 1 << 20;
    private static final int GROUPS = NetlinkSocket.GROUP_LINK | NetlinkSocket.GROUP_IPV4_ADDRESS;

    private final Consumer<KernelEvent> listener;
    private final NotificationThread thread;
    private final boolean kernelKeepsProtocol = AddressMessage.keepsProtocol(System.getProperty("os.version"));
    /** A rename keeps the index and tells only the new name. At most one entry per interface. */
    private final Map<Integer, String> names = new HashMap<>();

    private KernelWatch(NetlinkSocket socket, Consumer<KernelEvent> listener) {
        this.listener = listener;
        this.thread =
                new NotificationThread("kernel-watch", socket, messages -> messages.forEach(this::tell), this::overrun);
    }

    /** Subscribes, then returns: a change made after this call is told, by whomever it is made. */
    public static KernelWatch open(Consumer<KernelEvent> listener) {
        return open(subscribed(GROUPS), listener);
    }

    /** The same, and changes of the neighbour table too, which on a busy LAN are many. */
    public static KernelWatch openWithNeighbors(Consumer<KernelEvent> listener) {
        return open(subscribed(GROUPS | NetlinkSocket.GROUP_NEIGHBOR), listener);
    }

    /** The same, but what is changed through {@code except} is not told: who does it knows. */
    public static KernelWatch open(Rtnetlink except, Consumer<KernelEvent> listener) {
        NetlinkSocket socket = subscribed(GROUPS);
        socket.filter(SocketFilter.exceptOf(except.port()));
        return open(socket, listener);
    }

    private static NetlinkSocket subscribed(int groups) {
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE, groups);
        socket.reserve(BUFFER_OCTETS);
        return socket;
    }

    private static KernelWatch open(NetlinkSocket socket, Consumer<KernelEvent> listener) {
        KernelWatch watch = new KernelWatch(socket, listener);
        watch.rememberNames();
        watch.thread.start();
        return watch;
    }

    private void rememberNames() {
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            rtnetlink.links().forEach(link -> names.put(link.index(), link.name()));
        }
    }

    private void overrun() {
        LOG.warn("kernel-watch event=overrun do=\"everything is read again\"");
        listener.accept(new KernelEvent.Overrun());
    }

    private void tell(NetlinkMessage message) {
        switch (message.type()) {
            case LinkMessage.NEW -> LinkMessage.read(message).ifPresent(this::linkChanged);
            case LinkMessage.DELETE -> LinkMessage.read(message).ifPresent(this::linkGone);
            case AddressMessage.NEW ->
                AddressMessage.read(message, kernelKeepsProtocol)
                        .map(entry -> new KernelEvent.AddressAdded(
                                entry.ifindex(),
                                entry.address().prefix(),
                                entry.address().ours()))
                        .ifPresent(listener);
            case AddressMessage.DELETE ->
                AddressMessage.read(message, kernelKeepsProtocol)
                        .map(entry -> new KernelEvent.AddressRemoved(
                                entry.ifindex(), entry.address().prefix()))
                        .ifPresent(listener);
            case NeighborMessage.NEW ->
                NeighborMessage.read(message)
                        .map(KernelEvent.NeighborChanged::new)
                        .ifPresent(listener);
            case NeighborMessage.DELETE ->
                NeighborMessage.read(message)
                        .map(entry -> new KernelEvent.NeighborGone(entry.ifindex(), entry.address()))
                        .ifPresent(listener);
            default -> {} // not asked for
        }
    }

    private void linkChanged(LinkState link) {
        String before = names.put(link.index(), link.name());
        if (before != null && !before.equals(link.name())) {
            listener.accept(new KernelEvent.LinkGone(before));
        }
        listener.accept(new KernelEvent.LinkChanged(link));
    }

    private void linkGone(LinkState link) {
        names.remove(link.index());
        listener.accept(new KernelEvent.LinkGone(link.name()));
    }

    /** Ends the thread and waits for it, unless the listener itself is the caller. */
    @Override
    public void close() {
        thread.close();
    }
}
