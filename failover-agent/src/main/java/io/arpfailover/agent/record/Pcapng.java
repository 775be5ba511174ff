package io.arpfailover.agent.record;

import io.arpfailover.agent.link.TappedFrame;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Parsed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The format pcapng (draft-ietf-opsawg-pcapng), little-endian: one section with one Ethernet interface, whose times are
 * nanoseconds since 1970, then an Enhanced Packet Block for each frame.
 */
final class Pcapng {
    private static final int SECTION_HEADER = 0x0a0d_0d0a;
    private static final int BYTE_ORDER = 0x1a2b_3c4d;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;

    private static final int OPTION_COMMENT = 1;
    private static final int OPTION_USER_APPLICATION = 4;
    private static final int OPTION_INTERFACE_NAME = 2;
    private static final int OPTION_TIME_RESOLUTION = 9;
    private static final int OPTION_FILTER = 11;
    private static final int OPTION_FLAGS = 2;

    private static final int NANOSECONDS = 9;
    /** The filter option's first octet says in which language it is. */
    private static final String LIBPCAP_STRING = "\0";

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private Pcapng() {}

    static byte[] header(CaptureSource source) {
        return Block.joined(section(source), description(source));
    }

    private static byte[] section(CaptureSource source) {
        return new Block(SECTION_HEADER)
                .word(BYTE_ORDER)
                .halves(1, 0)
                .word(-1)
                .word(-1) // the section's length: not known
                .option(OPTION_USER_APPLICATION, utf8(source.program()))
                .endOfOptions()
                .whole();
    }

    private static byte[] description(CaptureSource source) {
        return new Block(INTERFACE_DESCRIPTION)
                .halves(CaptureFormat.LINK_TYPE_ETHERNET, 0)
                .word(source.snapshotOctets())
                .option(OPTION_INTERFACE_NAME, utf8(source.interfaceName()))
                .option(OPTION_TIME_RESOLUTION, new byte[] {NANOSECONDS})
                .option(OPTION_FILTER, utf8(LIBPCAP_STRING + source.filter()))
                .endOfOptions()
                .whole();
    }

    static byte[] frame(TappedFrame frame) {
        byte[] octets = frame.octets();
        long nanos = nanos(frame.at());
        Block block = new Block(ENHANCED_PACKET)
                .word(0) // the section's only interface
                .word((int) (nanos >>> 32))
                .word((int) nanos)
                .word(octets.length)
                .word(octets.length)
                .padded(octets)
                .option(OPTION_FLAGS, flags(frame));
        if (ArpFrame.parse(octets, octets.length) instanceof Parsed.Dropped dropped) {
            block.option(OPTION_COMMENT, utf8("malformed: " + dropped.reason()));
        }
        return block.endOfOptions().whole();
    }

    /** Unsigned, they last until the year 2554. */
    private static long nanos(Instant at) {
        return at.getEpochSecond() * NANOS_PER_SECOND + at.getNano();
    }

    /** Bits 0 and 1 of 32, little-endian like all else: 1 inbound, 2 outbound. */
    private static byte[] flags(TappedFrame frame) {
        byte direction = switch (frame.direction()) {
            case IN -> 1;
            case OUT -> 2;
        };
        return new byte[] {direction, 0, 0, 0};
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
