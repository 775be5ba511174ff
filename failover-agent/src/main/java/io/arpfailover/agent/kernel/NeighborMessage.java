package io.arpfailover.agent.kernel;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** The IPv4 neighbour messages of rtnetlink(7): struct ndmsg, 12 octets, and its attributes. */
final class NeighborMessage {
    static final int NEW = 28;
    static final int DELETE = 29;
    private static final int GET = 30;

    private static final int AF_INET = 2;
    private static final int FIXED_OCTETS = 12;
    private static final int INDEX_OFFSET = 4;
    private static final int STATE_OFFSET = 8;
    private static final int FLAGS_OFFSET = 10;

    private static final int NTF_PROXY = 0x08;
    private static final int NTF_ROUTER = 0x80;

    private static final int NDA_DST = 1;
    private static final int NDA_LLADDR = 2;
    private static final int NDA_CACHEINFO = 3;
    private static final int NDA_PROBES = 4;
    private static final int NDA_IFINDEX = 8;
    private static final int MAC_OCTETS = 6;

    /** struct nda_cacheinfo: four numbers of 32 bits. */
    private static final int CONFIRMED_INDEX = 0;

    private static final int USED_INDEX = 1;
    private static final int UPDATED_INDEX = 2;
    private static final int REFERENCES_INDEX = 3;

    /** USER_HZ: 100 ticks a second towards programs, whatever the kernel counts in itself. */
    private static final int TICK_MILLIS = 10;

    private NeighborMessage() {}

    /** The table of one interface. A kernel that does not know how to choose sends all: look at the index, too. */
    static NetlinkRequest all(int ifindex) {
        return fixed(GET, NetlinkRequest.DUMP, 0, NeighborState.NONE, 0).attributeU32(NDA_IFINDEX, ifindex);
    }

    /** The addresses that one interface answers for. */
    static NetlinkRequest proxies(int ifindex) {
        return fixed(GET, NetlinkRequest.DUMP, 0, NeighborState.NONE, NTF_PROXY).attributeU32(NDA_IFINDEX, ifindex);
    }

    /** Adds an entry that stays as it is, in place of what the kernel has learned. */
    static NetlinkRequest putPermanent(int ifindex, Ipv4Address address, MacAddress mac) {
        int flags = NetlinkRequest.ACK | NetlinkRequest.CREATE | NetlinkRequest.REPLACE;
        return fixed(NEW, flags, ifindex, NeighborState.PERMANENT, 0)
                .attribute(NDA_DST, address.octets())
                .attribute(NDA_LLADDR, mac.octets());
    }

    static NetlinkRequest remove(int ifindex, Ipv4Address address) {
        return fixed(DELETE, NetlinkRequest.ACK, ifindex, NeighborState.NONE, 0).attribute(NDA_DST, address.octets());
    }

    private static NetlinkRequest fixed(int type, int flags, int ifindex, NeighborState state, int entryFlags) {
        return new NetlinkRequest(type, flags)
                .u8(AF_INET)
                .u8(0)
                .u16(0)
                .u32(ifindex)
                .u16(state.bits())
                .u8(entryFlags)
                .u8(0);
    }

    /** Empty for a message of another kind: bridges and IPv6 have neighbours too. */
    static Optional<NeighborEntry> read(NetlinkMessage message) {
        ByteBuffer fixed = message.body();
        boolean neighbor = message.type() == NEW || message.type() == DELETE;
        if (!neighbor || fixed.limit() < FIXED_OCTETS || fixed.get(0) != AF_INET) {
            return Optional.empty();
        }
        Attributes attributes = message.attributesAfter(FIXED_OCTETS);
        return attributes
                .octets(NDA_DST, Integer.BYTES)
                .map(octets -> entry(fixed, Ipv4Address.read(octets, 0), attributes));
    }

    private static NeighborEntry entry(ByteBuffer fixed, Ipv4Address address, Attributes attributes) {
        int flags = fixed.get(FLAGS_OFFSET);
        return new NeighborEntry(
                fixed.getInt(INDEX_OFFSET),
                address,
                attributes.octets(NDA_LLADDR, MAC_OCTETS).map(octets -> MacAddress.read(octets, 0)),
                NeighborState.of(Short.toUnsignedInt(fixed.getShort(STATE_OFFSET))),
                age(attributes, USED_INDEX),
                age(attributes, CONFIRMED_INDEX),
                age(attributes, UPDATED_INDEX),
                attributes.u32(NDA_PROBES).orElse(0),
                attributes.u32(NDA_CACHEINFO, REFERENCES_INDEX).orElse(0),
                (flags & NTF_ROUTER) != 0,
                (flags & NTF_PROXY) != 0);
    }

    private static Duration age(Attributes attributes, int index) {
        long ticks = Integer.toUnsignedLong(attributes.u32(NDA_CACHEINFO, index).orElse(0));
        return Duration.ofMillis(ticks * TICK_MILLIS);
    }
}
