package io.arpfailover.agent.kernel;

import io.arpfailover.agent.wire.MacAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The link messages of rtnetlink(7): struct ifinfomsg, 16 octets, and its attributes. */
final class LinkMessage {
    static final int NEW = 16;
    static final int DELETE = 17;
    private static final int GET = 18;

    private static final int FIXED_OCTETS = 16;
    private static final int TYPE_OFFSET = 2;
    private static final int INDEX_OFFSET = 4;
    private static final int FLAGS_OFFSET = 8;

    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_EXT_MASK = 29;
    private static final int SKIP_STATISTICS = 8;
    private static final int NAME_LIMIT_OCTETS = 15;
    private static final int MAC_OCTETS = 6;

    private static final int ARPHRD_ETHER = 1;
    private static final int IFF_UP = 0x1;
    private static final int IFF_NOARP = 0x80;
    private static final int IFF_LOWER_UP = 0x10000;

    private LinkMessage() {}

    static NetlinkRequest all() {
        return get(NetlinkRequest.DUMP).attributeU32(IFLA_EXT_MASK, SKIP_STATISTICS);
    }

    /** Empty for a name that no interface can have. */
    static Optional<NetlinkRequest> byName(String name) {
        byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        if (octets.length == 0 || octets.length > NAME_LIMIT_OCTETS) {
            return Optional.empty();
        }
        byte[] terminated = Arrays.copyOf(octets, octets.length + 1);
        return Optional.of(get(NetlinkRequest.ACK)
                .attributeU32(IFLA_EXT_MASK, SKIP_STATISTICS)
                .attribute(IFLA_IFNAME, terminated));
    }

    private static NetlinkRequest get(int flags) {
        return new NetlinkRequest(GET, flags).u32(0).u32(0).u32(0).u32(0);
    }

    /** Empty for a message of another kind: bridges tell about their ports by link messages of their own family. */
    static Optional<LinkState> read(NetlinkMessage message) {
        ByteBuffer fixed = message.body();
        boolean link = message.type() == NEW || message.type() == DELETE;
        if (!link || fixed.limit() < FIXED_OCTETS || fixed.get(0) != 0) {
            return Optional.empty();
        }
        Attributes attributes = message.attributesAfter(FIXED_OCTETS);
        return attributes.text(IFLA_IFNAME).map(name -> state(fixed, name, attributes));
    }

    private static LinkState state(ByteBuffer fixed, String name, Attributes attributes) {
        int flags = fixed.getInt(FLAGS_OFFSET);
        boolean ethernet = Short.toUnsignedInt(fixed.getShort(TYPE_OFFSET)) == ARPHRD_ETHER;
        return new LinkState(
                fixed.getInt(INDEX_OFFSET),
                name,
                attributes
                        .octets(IFLA_ADDRESS, MAC_OCTETS)
                        .map(octets -> MacAddress.read(octets, 0))
                        .orElse(MacAddress.ZERO),
                (flags & IFF_UP) != 0,
                (flags & IFF_LOWER_UP) != 0,
                ethernet && (flags & IFF_NOARP) == 0);
    }
}
