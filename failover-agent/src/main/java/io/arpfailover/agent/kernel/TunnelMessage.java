package io.arpfailover.agent.kernel;

import io.arpfailover.agent.wire.Ipv4Address;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The messages that make and remove tunnel devices: struct ifinfomsg, 16 octets, and nested attributes. */
final class TunnelMessage {
    static final int VXLAN_PORT = 4789;
    private static final int NEW = 16;
    private static final int DELETE = 17;
    private static final int EXCLUSIVE = 0x200;
    private static final int IFF_UP = 1;

    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;

    private static final int IPTUN_LOCAL = 2;
    private static final int IPTUN_REMOTE = 3;
    private static final int IPTUN_TTL = 4;
    private static final int GRE_LOCAL = 6;
    private static final int GRE_REMOTE = 7;
    private static final int GRE_TTL = 8;
    private static final int VXLAN_ID = 1;
    private static final int VXLAN_REMOTE = 2;
    private static final int VXLAN_LOCAL = 4;
    private static final int VXLAN_TTL = 5;
    private static final int VXLAN_DESTINATION_PORT = 15;
    private static final int VXLAN_ID_BITS = 0xff_ffff;
    private static final byte TTL = 64;

    private TunnelMessage() {}

    /**
     * Makes a device, up at once.
     *
     * @param number tells several of one kind apart where that kind has numbers: VXLAN takes the low 24 bits
     */
    static NetlinkRequest create(String name, TunnelKind kind, int number, Ipv4Address local, Ipv4Address remote) {
        byte[] kindName = (kind.kernelName() + '\0').getBytes(StandardCharsets.US_ASCII);
        Nest data = data(kind, number, local, remote);
        Nest information = new Nest().with(IFLA_INFO_KIND, kindName).with(IFLA_INFO_DATA, data.octets());
        return link(NEW, NetlinkRequest.ACK | NetlinkRequest.CREATE | EXCLUSIVE, 0, IFF_UP)
                .attributeText(IFLA_IFNAME, name)
                .attribute(IFLA_LINKINFO, information.octets());
    }

    static NetlinkRequest delete(int ifindex) {
        return link(DELETE, NetlinkRequest.ACK, ifindex, 0);
    }

    private static NetlinkRequest link(int type, int flags, int ifindex, int up) {
        return new NetlinkRequest(type, flags).u32(0).u32(ifindex).u32(up).u32(up);
    }

    private static Nest data(TunnelKind kind, int number, Ipv4Address local, Ipv4Address remote) {
        return switch (kind) {
            case IPIP ->
                new Nest()
                        .with(IPTUN_LOCAL, local.octets())
                        .with(IPTUN_REMOTE, remote.octets())
                        .with(IPTUN_TTL, TTL);
            case GRE ->
                new Nest()
                        .with(GRE_LOCAL, local.octets())
                        .with(GRE_REMOTE, remote.octets())
                        .with(GRE_TTL, TTL);
            case VXLAN ->
                new Nest()
                        .with(VXLAN_ID, number(number & VXLAN_ID_BITS))
                        .with(VXLAN_LOCAL, local.octets())
                        .with(VXLAN_REMOTE, remote.octets())
                        .with(VXLAN_TTL, TTL)
                        .with(VXLAN_DESTINATION_PORT, (byte) (VXLAN_PORT >> 8), (byte) VXLAN_PORT);
        };
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    /** Attributes inside an attribute. */
    private static final class Nest {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        Nest with(int type, byte... value) {
            byte[] header = ByteBuffer.allocate(Attributes.HEADER_OCTETS)
                    .order(ByteOrder.nativeOrder())
                    .putShort((short) (Attributes.HEADER_OCTETS + value.length))
                    .putShort((short) type)
                    .array();
            octets.writeBytes(header);
            octets.writeBytes(value);
            octets.writeBytes(new byte[Attributes.aligned(value.length) - value.length]);
            return this;
        }

        byte[] octets() {
            return octets.toByteArray();
        }
    }
}
