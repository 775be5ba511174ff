package io.arpfailover.agent.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One netlink message as received.
 *
 * @param type RTM_… or one of the control types below
 * @param flags NLM_F_…
 * @param sequence that of the request it answers; 0 in a notification
 * @param body what follows the header, in native byte order, position 0
 */
record NetlinkMessage(int type, int flags, int sequence, ByteBuffer body) {
    static final int ERROR = 2;
    static final int DONE = 3;
    private static final int DUMP_INTERRUPTED = 0x10;

    /** Splits one datagram, from position to limit, into its messages; a last one cut short is left out. */
    static List<NetlinkMessage> split(ByteBuffer datagram) {
        List<NetlinkMessage> messages = new ArrayList<>();
        ByteBuffer rest = datagram.slice().order(ByteOrder.nativeOrder());
        while (rest.remaining() >= NetlinkRequest.HEADER_OCTETS) {
            int start = rest.position();
            int length = rest.getInt(start);
            if (length < NetlinkRequest.HEADER_OCTETS || length > rest.remaining()) {
                break;
            }
            messages.add(read(rest, start, length));
            rest.position(Math.min(rest.limit(), start + Attributes.aligned(length)));
        }
        return messages;
    }

    private static NetlinkMessage read(ByteBuffer from, int start, int length) {
        // A copy: the datagram's buffer is used again for the next one.
        byte[] body = new byte[length - NetlinkRequest.HEADER_OCTETS];
        from.get(start + NetlinkRequest.HEADER_OCTETS, body);
        return new NetlinkMessage(
                Short.toUnsignedInt(from.getShort(start + 4)),
                Short.toUnsignedInt(from.getShort(start + 6)),
                from.getInt(start + 8),
                ByteBuffer.wrap(body).order(ByteOrder.nativeOrder()));
    }

    boolean isDumpInterrupted() {
        return (flags & DUMP_INTERRUPTED) != 0;
    }

    boolean endsReply() {
        return type == ERROR || type == DONE;
    }

    /** The error number of an ERROR (0 in an acknowledgement) or DONE message. */
    Errno errno() {
        return body.remaining() < Integer.BYTES ? Errno.NONE : new Errno(-body.getInt(0));
    }

    Attributes attributesAfter(int fixedOctets) {
        return Attributes.read(body.duplicate().position(Math.min(fixedOctets, body.limit())));
    }
}
