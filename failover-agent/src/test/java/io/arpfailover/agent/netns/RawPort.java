package io.arpfailover.agent.netns;

import java.time.Instant;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

/** One interface as a place for octets of any kind: what its filter lets through is heard, and anything can be sent. */
public final class RawPort implements AutoCloseable {
    private static final int SNAPSHOT_OCTETS = 128;
    private static final int BUFFER_OCTETS = 4 << 20;

    private final PcapHandle handle;
    private final Listener listener;
    private final Thread thread;

    /** Whoever hears. */
    public interface Listener {
        /**
         * Called on the port's thread.
         *
         * @param port to answer through
         * @param at by the kernel's wall clock
         */
        void received(RawPort port, byte[] octets, Instant at);
    }

    private RawPort(PcapHandle handle, Listener listener) {
        this.handle = handle;
        this.listener = listener;
        this.thread = new Thread(this::run, "raw-port");
    }

    /**
     * Opens it in the namespace of this thread.
     *
     * @param filter in libpcap's language
     */
    public static RawPort open(
            String interfaceName, String filter, PcapDirection direction, PromiscuousMode mode, Listener listener) {
        try {
            PcapHandle handle = new PcapHandle.Builder(interfaceName)
                    .snaplen(SNAPSHOT_OCTETS)
                    .promiscuousMode(mode)
                    .immediateMode(true)
                    .bufferSize(BUFFER_OCTETS)
                    .build();
            handle.setDirection(direction);
            handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
            RawPort port = new RawPort(handle, listener);
            port.thread.start();
            return port;
        } catch (PcapNativeException | NotOpenException e) {
            throw new AssertionError(e);
        }
    }

    public void send(byte[] octets) {
        try {
            handle.sendPacket(octets);
        } catch (PcapNativeException | NotOpenException e) {
            throw new AssertionError(e);
        }
    }

    private void run() {
        try {
            handle.loop(
                    -1,
                    (byte[] octets) -> listener.received(
                            this, octets, handle.getTimestamp().toInstant()));
        } catch (InterruptedException closed) {
            return; // pcap4j's word for breakLoop
        } catch (PcapNativeException | NotOpenException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            handle.breakLoop();
            thread.join();
        } catch (NotOpenException | InterruptedException e) {
            throw new AssertionError(e);
        }
        handle.close();
    }
}
