package io.arpfailover.agent.link;

import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapHandle.TimestampPrecision;

/**
 * How a capture is opened: what the kernel keeps of which frames, and when it hands them over.
 *
 * @param direction which way the frames go
 * @param filter in the language of pcap-filter(7)
 * @param snapshotOctets what is kept of a frame; the rest is cut off
 * @param bufferOctets what the kernel keeps for us while we are busy
 * @param immediate whether each frame is handed over at once; else many together
 * @param timeoutMillis for how long frames may wait for others; without effect when immediate
 * @param precision of the times
 */
record CaptureMode(
        PcapDirection direction,
        String filter,
        int snapshotOctets,
        int bufferOctets,
        boolean immediate,
        int timeoutMillis,
        TimestampPrecision precision) {

    /** libpcap wants a number, also where it has no effect. */
    static final int TIMEOUT_MILLIS = 100;

    /** The largest frame that IPv4 can fill; what is longer no ARP frame is. */
    static final int WHOLE_FRAME_OCTETS = 65_535;

    private static final int TAP_BUFFER_OCTETS = 8 * 1024 * 1024;

    /**
     * The agent's: at once. An ARP frame with two VLAN tags and padding has 68 octets, and the buffer has room for some
     * thousand frames, since each takes a slot of its own.
     */
    static final CaptureMode AGENT =
            new CaptureMode(PcapDirection.IN, "arp", 128, 512 * 1024, true, TIMEOUT_MILLIS, TimestampPrecision.MICRO);

    /** A recorder's: whole frames with nanoseconds, many together, so that a flood is not lost. */
    static CaptureMode tap(PcapDirection direction, TapFilter filter) {
        return new CaptureMode(
                direction,
                filter.expression(),
                WHOLE_FRAME_OCTETS,
                TAP_BUFFER_OCTETS,
                false,
                TIMEOUT_MILLIS,
                TimestampPrecision.NANO);
    }
}
