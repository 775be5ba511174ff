package io.arpfailover.agent.record;

import io.arpfailover.agent.link.TappedFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/**
 * The classic format (draft-ietf-opsawg-pcap), little-endian: a header of 24 octets, then 16 octets before each frame.
 *
 * <pre>
 *   file    0 magic 0xa1b23c4d: nanoseconds   4 version 2.4   8 reserved   12 reserved   16 snapshot   20 link type
 *   frame   0 seconds since 1970, unsigned    4 nanoseconds   8 octets kept             12 octets on the wire
 * </pre>
 */
final class Pcap {
    private static final int MAGIC_NANOSECONDS = 0xa1b2_3c4d;
    private static final int HEADER_OCTETS = 24;
    private static final int FRAME_HEADER_OCTETS = 16;

    private Pcap() {}

    static byte[] header(CaptureSource source) {
        return allocate(HEADER_OCTETS)
                .putInt(MAGIC_NANOSECONDS)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(source.snapshotOctets())
                .putInt(CaptureFormat.LINK_TYPE_ETHERNET)
                .array();
    }

    static byte[] frame(TappedFrame frame) {
        byte[] octets = frame.octets();
        Instant at = frame.at();
        return allocate(FRAME_HEADER_OCTETS + octets.length)
                .putInt((int) at.getEpochSecond())
                .putInt(at.getNano())
                .putInt(octets.length)
                .putInt(octets.length)
                .put(octets)
                .array();
    }

    private static ByteBuffer allocate(int octets) {
        return ByteBuffer.allocate(octets).order(ByteOrder.LITTLE_ENDIAN);
    }
}
