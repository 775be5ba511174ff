package io.arpfailover.agent.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One netlink message being written: a header of 16 octets, a fixed part, then attributes, each padded to 4 octets.
 *
 * <p>Numbers are in native byte order, as netlink(7) has it; addresses are octets in network order.
 */
final class NetlinkRequest {
    static final int REQUEST = 0x1;
    static final int ACK = 0x4;
    static final int DUMP = 0x300;
    static final int REPLACE = 0x100;
    static final int CREATE = 0x400;

    static final int HEADER_OCTETS = 16;
    static final int LIMIT_OCTETS = 512;
    static final int FLAGS_OFFSET = 6;
    private static final int SEQUENCE_OFFSET = 8;

    private final ByteBuffer octets = ByteBuffer.allocate(LIMIT_OCTETS).order(ByteOrder.nativeOrder());

    NetlinkRequest(int type, int flags) {
        octets.putInt(0).putShort((short) type).putShort((short) (REQUEST | flags));
        octets.putInt(0).putInt(0);
    }

    NetlinkRequest u8(int value) {
        octets.put((byte) value);
        return this;
    }

    NetlinkRequest u16(int value) {
        octets.putShort((short) value);
        return this;
    }

    NetlinkRequest u32(int value) {
        octets.putInt(value);
        return this;
    }

    NetlinkRequest attribute(int type, byte... value) {
        octets.putShort((short) (Attributes.HEADER_OCTETS + value.length)).putShort((short) type);
        octets.put(value);
        while (octets.position() % Attributes.ALIGNMENT != 0) {
            octets.put((byte) 0);
        }
        return this;
    }

    /** A string as netlink wants it, with a closing zero. */
    NetlinkRequest attributeText(int type, String text) {
        return attribute(type, (text + '\0').getBytes(StandardCharsets.UTF_8));
    }

    NetlinkRequest attributeU32(int type, int... values) {
        octets.putShort((short) (Attributes.HEADER_OCTETS + values.length * Integer.BYTES))
                .putShort((short) type);
        for (int value : values) {
            octets.putInt(value);
        }
        return this;
    }

    /** The whole message, ready to be sent under this sequence number. */
    ByteBuffer encode(int sequence) {
        ByteBuffer message = octets.duplicate().order(ByteOrder.nativeOrder());
        message.flip();
        message.putInt(0, message.limit()).putInt(SEQUENCE_OFFSET, sequence);
        return message;
    }
}
