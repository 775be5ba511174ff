package io.arpfailover.agent.kernel;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A program in classic BPF (Documentation/networking/filter.rst of Linux) by which the kernel decides, before anybody
 * wakes, which notifications a socket gets.
 *
 * <p>It sees a datagram from the header of its first message on. What it loads as more than an octet counts as in
 * network byte order, whereas netlink is in the machine's.
 */
final class SocketFilter {
    /** The size of struct sock_fprog: a count of 16 bits, padding, and a pointer. */
    static final int OCTETS = 2 * Native.POINTER_SIZE;

    private static final int STEP_OCTETS = 8;

    private static final int LOAD_WORD = 0x20;
    private static final int LOAD_OCTET = 0x30;
    private static final int LOAD_OCTET_BEHIND_X = 0x50;
    private static final int LOAD_LENGTH = 0x80;
    private static final int SHIFT_LEFT = 0x64;
    private static final int SHIFT_RIGHT = 0x74;
    private static final int ADD_X = 0x0c;
    private static final int INTO_X = 0x07;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_EQUAL_TO_X = 0x1d;
    private static final int RETURN = 0x06;

    private static final int EVERYTHING = 0xffff_ffff;
    private static final int NOTHING = 0;

    private static final int PORT_OFFSET = 12;
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    /** Of the 16 bits of a type, which octet is the low one. The length has 32 bits, of which the low 16 are enough. */
    private static final int TYPE_LOW = LITTLE ? 4 : 5;

    private static final int LENGTH_LOW = LITTLE ? 0 : 3;
    private static final int LENGTH_HIGH = LITTLE ? 1 : 2;

    private final ByteBuffer steps;

    private SocketFilter(long... steps) {
        this.steps = ByteBuffer.allocateDirect(steps.length * STEP_OCTETS).order(ByteOrder.nativeOrder());
        for (long step : steps) {
            this.steps.putLong(step);
        }
    }

    /** Drops what was asked for by the socket of this number. */
    static SocketFilter exceptOf(int port) {
        return new SocketFilter(
                step(LOAD_WORD, PORT_OFFSET),
                branch(IF_EQUAL, LITTLE ? Integer.reverseBytes(port) : port, 0, 1),
                step(RETURN, NOTHING),
                step(RETURN, EVERYTHING));
    }

    /**
     * Drops what each renewal of a lease causes: the note that a transaction of nftables has ended, and before it two
     * messages of the same length, of which the first deletes an element of a set and the second adds one.
     */
    static SocketFilter exceptReplacedElements() {
        return new SocketFilter(
                step(LOAD_OCTET, TYPE_LOW),
                branch(IF_EQUAL, NftablesMessage.GENERATION, 14, 0),
                branch(IF_EQUAL, NftablesMessage.DELETE_ELEMENT, 0, 14),
                step(LOAD_OCTET, LENGTH_HIGH),
                step(SHIFT_LEFT, Byte.SIZE),
                step(INTO_X, 0),
                step(LOAD_OCTET, LENGTH_LOW),
                step(ADD_X, 0),
                step(SHIFT_LEFT, 1),
                step(INTO_X, 0),
                step(LOAD_LENGTH, 0),
                branch(IF_EQUAL_TO_X, 0, 0, 5),
                step(SHIFT_RIGHT, 1),
                step(INTO_X, 0),
                step(LOAD_OCTET_BEHIND_X, TYPE_LOW),
                branch(IF_EQUAL, NftablesMessage.NEW_ELEMENT, 0, 1),
                step(RETURN, NOTHING),
                step(RETURN, EVERYTHING));
    }

    /** struct sock_fprog for setsockopt(2). It points into this object, which must outlive the call. */
    ByteBuffer program() {
        ByteBuffer program = ByteBuffer.allocateDirect(OCTETS).order(ByteOrder.nativeOrder());
        program.putShort(0, (short) (steps.capacity() / STEP_OCTETS));
        long address = Pointer.nativeValue(Native.getDirectBufferPointer(steps));
        return Native.POINTER_SIZE == Long.BYTES
                ? program.putLong(Native.POINTER_SIZE, address)
                : program.putInt(Native.POINTER_SIZE, (int) address);
    }

    private static long step(int code, int value) {
        return branch(code, value, 0, 0);
    }

    /** struct sock_filter: code of 16 bits, how many steps to skip when true and when false, value of 32 bits. */
    private static long branch(int code, int value, int skipWhenTrue, int skipWhenFalse) {
        ByteBuffer step = ByteBuffer.allocate(STEP_OCTETS).order(ByteOrder.nativeOrder());
        step.putShort((short) code).put((byte) skipWhenTrue).put((byte) skipWhenFalse);
        return step.putInt(value).getLong(0);
    }
}
