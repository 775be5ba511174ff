package io.arpfailover.agent.link;

import io.arpfailover.agent.kernel.Capability;
import java.util.function.Consumer;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.PcapDirection;
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
    /** An ARP frame with two VLAN tags and padding has 68 octets. */
    private static final int SNAPSHOT_OCTETS = 128;
    /** Room for some thousand frames: with immediate mode each takes a slot of its own. */
    private static final int BUFFER_OCTETS = 512 * 1024;

    /** Without effect in immediate mode, but libpcap wants a number. */
    private static final int TIMEOUT_MILLIS = 100;

    private static final int WITHOUT_END = -1;

    private final String interfaceName;
    private final PcapHandle handle;

    private Capture(String interfaceName, PcapHandle handle) {
        this.interfaceName = interfaceName;
        this.handle = handle;
    }

    /** Takes 0.2 to 0.4 s the first time in a process, some milliseconds later on. */
    static Capture open(String interfaceName) {
        try {
            return new Capture(interfaceName, configured(build(interfaceName)));
        } catch (LinkageError e) {
            throw new LinkException("libpcap not found: install libpcap0.8 (Debian, Ubuntu) or libpcap", e);
        } catch (PcapNativeException | NotOpenException e) {
            throw new LinkException("cannot capture on " + interfaceName + ": " + reason(e), e);
        }
    }

    private static PcapHandle build(String interfaceName) throws PcapNativeException {
        return new PcapHandle.Builder(interfaceName)
                .snaplen(SNAPSHOT_OCTETS)
                .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
                .immediateMode(true)
                .timeoutMillis(TIMEOUT_MILLIS)
                .bufferSize(BUFFER_OCTETS)
                .build();
    }

    private static PcapHandle configured(PcapHandle handle) throws PcapNativeException, NotOpenException {
        try {
            handle.setDirection(PcapDirection.IN);
            handle.setFilter("arp", BpfCompileMode.OPTIMIZE);
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

    /** Gives the listener every frame until the interface fails or {@link #end} is called; says which it was. */
    String run(Consumer<byte[]> listener) {
        try {
            handle.loop(WITHOUT_END, listener::accept);
            return "the capture ended";
        } catch (PcapNativeException | NotOpenException e) {
            return oneLine(e);
        } catch (InterruptedException e) {
            return "the capture was ended"; // pcap4j's word for end(): the thread was not interrupted
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
