package io.arpfailover.agent.kernel;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The messages that ask for one route, and change one: struct rtmsg, 12 octets, and its attributes. */
final class RouteChangeMessage {
    private static final int NEW = 24;
    private static final int DELETE = 25;
    private static final int GET = 26;
    private static final int EXCLUSIVE = 0x200;

    private static final int AF_INET = 2;
    private static final int FIXED_OCTETS = 12;
    private static final int LENGTH_OFFSET = 1;
    private static final int TABLE_OFFSET = 4;
    private static final int PROTOCOL_OFFSET = 5;
    private static final int KIND_OFFSET = 7;
    private static final int MAIN_TABLE = 254;
    private static final int SCOPE_LINK = 253;
    private static final int UNICAST = 1;
    private static final int LOCAL = 2;
    private static final int WHOLE_ADDRESS = 32;

    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_PREFSRC = 7;

    private RouteChangeMessage() {}

    static NetlinkRequest lookUp(Ipv4Address address) {
        return fixed(GET, NetlinkRequest.ACK, WHOLE_ADDRESS, 0, 0, 0, 0).attribute(RTA_DST, address.octets());
    }

    /** Marked as ours, by the number that marks our addresses. */
    static NetlinkRequest add(Ipv4Prefix prefix, int ifindex) {
        return change(NEW, NetlinkRequest.ACK | NetlinkRequest.CREATE | EXCLUSIVE, prefix, ifindex);
    }

    static NetlinkRequest remove(Ipv4Prefix prefix, int ifindex) {
        return change(DELETE, NetlinkRequest.ACK, prefix, ifindex);
    }

    private static NetlinkRequest change(int type, int flags, Ipv4Prefix prefix, int ifindex) {
        return fixed(type, flags, prefix.length(), MAIN_TABLE, AddressMessage.OUR_PROTOCOL, SCOPE_LINK, UNICAST)
                .attribute(RTA_DST, prefix.network().octets())
                .attributeU32(RTA_OIF, ifindex);
    }

    private static NetlinkRequest fixed(int type, int flags, int length, int table, int protocol, int scope, int kind) {
        return new NetlinkRequest(type, flags)
                .u8(AF_INET)
                .u8(length)
                .u8(0)
                .u8(0)
                .u8(table)
                .u8(protocol)
                .u8(scope)
                .u8(kind)
                .u32(0);
    }

    /** Empty for a route that leads nowhere, and for a message of another kind. */
    static Optional<RouteTarget> target(NetlinkMessage message) {
        ByteBuffer fixed = message.body();
        if (message.type() != NEW || fixed.limit() < FIXED_OCTETS) {
            return Optional.empty();
        }
        int kind = fixed.get(KIND_OFFSET);
        Attributes attributes = message.attributesAfter(FIXED_OCTETS);
        Optional<Ipv4Address> source =
                attributes.octets(RTA_PREFSRC, Integer.BYTES).map(octets -> Ipv4Address.read(octets, 0));
        return kind == UNICAST || kind == LOCAL
                ? Optional.of(
                        new RouteTarget(kind == LOCAL, attributes.u32(RTA_OIF).orElse(0), source))
                : Optional.empty();
    }

    /** A route in the main table that bears our mark, and its interface. */
    record Ours(Ipv4Prefix prefix, int ifindex) {}

    static Optional<Ours> ours(NetlinkMessage message) {
        ByteBuffer fixed = message.body();
        boolean marked = message.type() == NEW
                && fixed.limit() >= FIXED_OCTETS
                && fixed.get(0) == AF_INET
                && Byte.toUnsignedInt(fixed.get(TABLE_OFFSET)) == MAIN_TABLE
                && Byte.toUnsignedInt(fixed.get(PROTOCOL_OFFSET)) == AddressMessage.OUR_PROTOCOL;
        if (!marked) {
            return Optional.empty();
        }
        Attributes attributes = message.attributesAfter(FIXED_OCTETS);
        return attributes
                .octets(RTA_DST, Integer.BYTES)
                .map(octets -> new Ours(
                        new Ipv4Prefix(Ipv4Address.read(octets, 0), fixed.get(LENGTH_OFFSET)),
                        attributes.u32(RTA_OIF).orElse(0)));
    }
}
