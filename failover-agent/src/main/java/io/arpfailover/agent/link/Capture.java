package io.arpfailover.agent.link;

import io.arpfailover.agent.kernel.Capability;
import java.time.Instant;
import java.util.function.Consumer;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

/**
 * One open pcap handle, from opening to the end of the interface.
 *
 * <p>One thread captures; others may send meanwhile through the same handle. That is safe: libpcap hands a frame to
 * send(2) and shares with the capture only the buffer for error texts, and pcap4j's lock keeps the handle from being
 * closed under a sender.
 */
final class Capture implements AutoCloseable {
    /** What {@link #run} says when it was ended by {@link #end}. */
    static final String ENDED = "the capture was ended";

    private static final int WITHOUT_END = -1;

    private final String interfaceName;
    private final PcapHandle handle;
    private volatile long lost;

    private Capture(String interfaceName, PcapHandle handle) {
        this.interfaceName = interfaceName;
        this.handle = handle;
    }

    /** Takes 0.2 to 0.4 s the first time in a process, some milliseconds later on. */
    static Capture open(String interfaceName, CaptureMode mode) {
        try {
            return new Capture(interfaceName, configured(build(interfaceName, mode), mode));
        } catch (LinkageError e) {
            throw new LinkException("libpcap not found: install libpcap0.8 (Debian, Ubuntu) or libpcap", e);
        } catch (PcapNativeException | NotOpenException e) {
            throw new LinkException("cannot capture on " + interfaceName + ": " + reason(e), e);
        }
    }

    private static PcapHandle build(String interfaceName, CaptureMode mode) throws PcapNativeException {
        return new PcapHandle.Builder(interfaceName)
                .snaplen(mode.snapshotOctets())
                .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
                .immediateMode(mode.immediate())
                .timestampPrecision(mode.precision())
                .timeoutMillis(mode.timeoutMillis())
                .bufferSize(mode.bufferOctets())
                .build();
    }

    private static PcapHandle configured(PcapHandle handle, CaptureMode mode)
            throws PcapNativeException, NotOpenException {
        try {
            handle.setDirection(mode.direction());
            handle.setFilter(mode.filter(), BpfCompileMode.OPTIMIZE);
            return handle;
        } catch (PcapNativeException | NotOpenException e) {
            handle.close();
            throw e;
        }
    }

    private static String reason(Exception e) {
        return Capability.missing().contains(Capability.CAP_NET_RAW)
                ? "the process needs CAP_NET_RAW: run it as root or grant it the capability"
                : oneLine(e);
    }

    /** The kernel's time for the frame that the listener is being given; on its thread only. */
    Instant time() {
        return handle.getTimestamp().toInstant();
    }

    /** Frames that came while its buffer was full, as the kernel counts them; the last count once it is closed. */
    long lost() {
        try {
            lost = handle.getStats().getNumPacketsDropped();
        } catch (PcapNativeException | NotOpenException e) {
            return lost;
        }
        return lost;
    }

    /** Gives the listener every frame until the interface fails or {@link #end} is called; says which it was. */
    String run(Consumer<byte[]> listener) {
        try {
            handle.loop(WITHOUT_END, listener::accept);
            return "the capture ended";
        } catch (PcapNativeException | NotOpenException e) {
            return oneLine(e);
        } catch (InterruptedException e) {
            return ENDED; // pcap4j's word for end(): the thread was not interrupted
        }
    }

    SendResult send(byte[] octets) {
        try {
            handle.sendPacket(octets);
            return new SendResult.Sent();
        } catch (PcapNativeException e) {
            return new SendResult.NotSent(oneLine(e));
        } catch (NotOpenException e) {
            return new SendResult.NotSent(interfaceName + " is being closed");
        }
    }

    /** Makes {@link #run} return, also when it has not begun yet. */
    void end() {
        try {
            handle.breakLoop();
        } catch (NotOpenException e) {
            return; // ended already
        }
    }

    /** Only after {@link #run} has returned: it would wait for that. */
    @Override
    public void close() {
        handle.close();
    }

    private static String oneLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.replace("Error occurred in pcap_sendpacket(): ", "")
                .replace("Error occurred: ", "")
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}
