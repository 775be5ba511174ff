package io.arpfailover.agent.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The attributes behind the fixed part of a netlink message: type to value. A later one of a type wins. */
final class Attributes {
    static final int HEADER_OCTETS = 4;
    static final int ALIGNMENT = 4;
    /** The two highest bits of a type are flags (nested, network byte order). */
    private static final int TYPE_MASK = 0x3fff;

    private final Map<Integer, byte[]> values = new HashMap<>();

    /** Reads all attributes from the buffer's position to its limit; stops at the first that does not fit. */
    static Attributes read(ByteBuffer octets) {
        Attributes read = new Attributes();
        ByteBuffer rest = octets.slice().order(ByteOrder.nativeOrder());
        while (rest.remaining() >= HEADER_OCTETS) {
            int length = Short.toUnsignedInt(rest.getShort(rest.position()));
            if (length < HEADER_OCTETS || length > rest.remaining()) {
                break;
            }
            int type = Short.toUnsignedInt(rest.getShort(rest.position() + 2)) & TYPE_MASK;
            byte[] value = new byte[length - HEADER_OCTETS];
            rest.get(rest.position() + HEADER_OCTETS, value);
            read.values.put(type, value);
            rest.position(Math.min(rest.limit(), rest.position() + aligned(length)));
        }
        return read;
    }

    static int aligned(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    Optional<byte[]> octets(int type) {
        return Optional.ofNullable(values.get(type));
    }

    Optional<byte[]> octets(int type, int length) {
        return octets(type).filter(value -> value.length == length);
    }

    OptionalInt u8(int type) {
        return octets(type, 1)
                .map(value -> OptionalInt.of(Byte.toUnsignedInt(value[0])))
                .orElse(OptionalInt.empty());
    }

    OptionalInt u32(int type) {
        return u32(type, 0);
    }

    /** The number at this index of a value that is an array (or struct) of 32-bit numbers. */
    OptionalInt u32(int type, int index) {
        return octets(type)
                .filter(value -> value.length >= (index + 1) * Integer.BYTES)
                .map(value -> OptionalInt.of(
                        ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt(index * Integer.BYTES)))
                .orElse(OptionalInt.empty());
    }

    /** A string without its closing zero. */
    Optional<String> text(int type) {
        return octets(type).map(value -> {
            int end = 0;
            while (end < value.length && value[end] != 0) {
                end++;
            }
            return new String(value, 0, end, StandardCharsets.UTF_8);
        });
    }
}
