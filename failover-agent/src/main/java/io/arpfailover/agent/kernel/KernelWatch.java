package io.arpfailover.agent.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what changes at the kernel's links and IPv4 addresses, from the moment it is opened.
 *
 * <p>One daemon thread, in the network namespace of the thread that opened it. The listener runs on that thread and
 * must only enqueue: while it does not return, events pile up in the kernel, and beyond its limit become one
 * {@link KernelEvent.Overrun}.
 */
public final class KernelWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KernelWatch.class);
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int BUFFER_OCTETS = 1 << 20;

    private final NetlinkSocket socket;
    private final int wakeUp;
    private final Consumer<KernelEvent> listener;
    private final boolean kernelKeepsProtocol = AddressMessage.keepsProtocol(System.getProperty("os.version"));
    /** A rename keeps the index and tells only the new name. At most one entry per interface. */
    private final Map<Integer, String> names = new HashMap<>();

    private final Thread thread = new Thread(this::run, "kernel-watch");
    private final AtomicBoolean closing = new AtomicBoolean();

    private KernelWatch(NetlinkSocket socket, int wakeUp, Consumer<KernelEvent> listener) {
        this.socket = socket;
        this.wakeUp = wakeUp;
        this.listener = listener;
    }

    /** Subscribes, then returns: a change made after this call is told. */
    public static KernelWatch open(Consumer<KernelEvent> listener) {
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.GROUP_LINK | NetlinkSocket.GROUP_IPV4_ADDRESS);
        socket.reserve(BUFFER_OCTETS);
        KernelWatch watch = new KernelWatch(socket, Libc.eventfd(0, EFD_CLOEXEC), listener);
        watch.rememberNames();
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void rememberNames() {
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            rtnetlink.links().forEach(link -> names.put(link.index(), link.name()));
        }
    }

    private void run() {
        try {
            while (!closing.get()) {
                Poll.untilReadable(socket.file(), wakeUp);
                deliver();
            }
        } finally {
            socket.close();
        }
    }

    private void deliver() {
        try {
            List<NetlinkMessage> messages = socket.receive();
            messages.forEach(this::tell);
        } catch (LastErrorException e) {
            Errno errno = new Errno(e.getErrorCode());
            if (!errno.equals(Errno.ENOBUFS)) {
                throw new KernelException(errno.describe("read the kernel's notifications"), e);
            }
            LOG.warn("kernel-watch event=overrun do=\"everything is read again\"");
            listener.accept(new KernelEvent.Overrun());
        }
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
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        if (Thread.currentThread() != thread) {
            wakeAndJoin();
        }
        Libc.close(wakeUp);
    }

    private void wakeAndJoin() {
        ByteBuffer one = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        Libc.write(wakeUp, one.putLong(0, 1), new NativeLong(Long.BYTES));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
