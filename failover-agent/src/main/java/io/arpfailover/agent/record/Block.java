package io.arpfailover.agent.record;

import java.io.ByteArrayOutputStream;

/** One pcapng block in the making: type and length before its body, the length again behind, all in words of four. */
final class Block {
    private static final int WORD = 4;
    private static final int LENGTH_AT = WORD;
    private static final int END_OF_OPTIONS = 0;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    Block(int type) {
        word(type).word(0);
    }

    static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream(first.length + second.length);
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    Block word(int value) {
        return halves(value & 0xffff, value >>> 16);
    }

    /** Two numbers of 16 bits. */
    Block halves(int first, int second) {
        octets.write(first);
        octets.write(first >>> 8);
        octets.write(second);
        octets.write(second >>> 8);
        return this;
    }

    /** The octets, and zeros to the next word. */
    Block padded(byte[] value) {
        octets.writeBytes(value);
        octets.writeBytes(new byte[-value.length & WORD - 1]);
        return this;
    }

    Block option(int code, byte[] value) {
        return halves(code, value.length).padded(value);
    }

    Block endOfOptions() {
        return halves(END_OF_OPTIONS, 0);
    }

    /** The block; a fresh array. */
    byte[] whole() {
        int length = octets.size() + WORD;
        byte[] block = word(length).octets.toByteArray();
        System.arraycopy(block, block.length - WORD, block, LENGTH_AT, WORD);
        return block;
    }
}
