package io.arpfailover.agent.wire;

/** Big-endian numbers in an octet array; nothing here allocates. */
final class Octets {
    private Octets() {}

    static int read16(byte[] octets, int offset) {
        return (octets[offset] & 0xff) << 8 | (octets[offset + 1] & 0xff);
    }

    static int read32(byte[] octets, int offset) {
        return read16(octets, offset) << 16 | read16(octets, offset + 2);
    }

    static long read48(byte[] octets, int offset) {
        return (long) read16(octets, offset) << 32 | Integer.toUnsignedLong(read32(octets, offset + 2));
    }

    static void write16(int value, byte[] octets, int offset) {
        octets[offset] = (byte) (value >>> 8);
        octets[offset + 1] = (byte) value;
    }

    static void write32(int value, byte[] octets, int offset) {
        write16(value >>> 16, octets, offset);
        write16(value, octets, offset + 2);
    }

    static void write48(long value, byte[] octets, int offset) {
        write16((int) (value >>> 32), octets, offset);
        write32((int) value, octets, offset + 2);
    }
}
