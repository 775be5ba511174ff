package io.arpfailover.agent.kernel;

import io.arpfailover.agent.wire.Ipv4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The IPv4 route messages of rtnetlink(7): struct rtmsg, 12 octets, and its attributes. */
final class RouteMessage {
    private static final int NEW = 24;
    private static final int GET = 26;

    private static final int AF_INET = 2;
    private static final int FIXED_OCTETS = 12;
    private static final int DESTINATION_LENGTH_OFFSET = 1;
    private static final int TABLE_OFFSET = 4;
    private static final int KIND_OFFSET = 7;
    private static final int MAIN_TABLE = 254;
    private static final int UNICAST = 1;

    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_PRIORITY = 6;
    private static final int RTA_MULTIPATH = 9;
    /** struct rtnexthop: length 2, flags 1, hops 1, interface 4; its attributes follow. */
    private static final int NEXT_HOP_OCTETS = 8;

    private static final int NEXT_HOP_INDEX_OFFSET = 4;

    private RouteMessage() {}

    static NetlinkRequest all() {
        return new NetlinkRequest(GET, NetlinkRequest.DUMP)
                .u8(AF_INET)
                .u8(0)
                .u8(0)
                .u8(0)
                .u32(0)
                .u32(0);
    }

    /** The next hop of the default route with the lowest metric. */
    static Optional<DefaultGateway> defaultGateway(List<NetlinkMessage> routes) {
        return routes.stream()
                .filter(RouteMessage::isDefault)
                .sorted(Comparator.comparingLong(RouteMessage::metric))
                .flatMap(route -> nextHop(route).stream())
                .findFirst();
    }

    private static boolean isDefault(NetlinkMessage message) {
        ByteBuffer fixed = message.body();
        return message.type() == NEW
                && fixed.limit() >= FIXED_OCTETS
                && fixed.get(0) == AF_INET
                && fixed.get(DESTINATION_LENGTH_OFFSET) == 0
                && Byte.toUnsignedInt(fixed.get(TABLE_OFFSET)) == MAIN_TABLE
                && fixed.get(KIND_OFFSET) == UNICAST;
    }

    private static long metric(NetlinkMessage route) {
        return Integer.toUnsignedLong(
                route.attributesAfter(FIXED_OCTETS).u32(RTA_PRIORITY).orElse(0));
    }

    private static Optional<DefaultGateway> nextHop(NetlinkMessage route) {
        Attributes attributes = route.attributesAfter(FIXED_OCTETS);
        return attributes
                .octets(RTA_MULTIPATH)
                .filter(hops -> hops.length >= NEXT_HOP_OCTETS)
                .map(RouteMessage::firstOfSeveral)
                .orElseGet(() -> gateway(attributes, attributes.u32(RTA_OIF).orElse(0)));
    }

    private static Optional<DefaultGateway> firstOfSeveral(byte[] hops) {
        ByteBuffer octets = ByteBuffer.wrap(hops).order(ByteOrder.nativeOrder());
        int length = Math.min(hops.length, Short.toUnsignedInt(octets.getShort(0)));
        Attributes attributes = Attributes.read(
                octets.duplicate().limit(Math.max(length, NEXT_HOP_OCTETS)).position(NEXT_HOP_OCTETS));
        return gateway(attributes, octets.getInt(NEXT_HOP_INDEX_OFFSET));
    }

    private static Optional<DefaultGateway> gateway(Attributes attributes, int ifindex) {
        return attributes
                .octets(RTA_GATEWAY, Integer.BYTES)
                .map(octets -> new DefaultGateway(Ipv4Address.read(octets, 0), ifindex));
    }
}
