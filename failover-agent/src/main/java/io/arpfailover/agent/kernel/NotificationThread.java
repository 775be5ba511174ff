package io.arpfailover.agent.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Reads what a netlink socket is told, on a daemon thread of its own; closing ends both. */
final class NotificationThread implements AutoCloseable {
    private static final int EFD_CLOEXEC = 0x80000;

    private final NetlinkSocket socket;
    private final Consumer<List<NetlinkMessage>> reader;
    private final Runnable onOverrun;
    private final int wakeUp = Libc.eventfd(0, EFD_CLOEXEC);
    private final Thread thread;
    private final AtomicBoolean closing = new AtomicBoolean();

    /**
     * @param reader gets the messages of each datagram, on the thread
     * @param onOverrun called there when notifications were lost
     */
    NotificationThread(String name, NetlinkSocket socket, Consumer<List<NetlinkMessage>> reader, Runnable onOverrun) {
        this.socket = socket;
        this.reader = reader;
        this.onOverrun = onOverrun;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
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
            if (!messages.isEmpty()) {
                reader.accept(messages);
            }
        } catch (LastErrorException e) {
            Errno errno = new Errno(e.getErrorCode());
            if (!errno.equals(Errno.ENOBUFS)) {
                throw new KernelException(errno.describe("read the kernel's notifications"), e);
            }
            onOverrun.run();
        }
    }

    /** Ends the thread and waits for it, unless the reader itself is the caller. */
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
