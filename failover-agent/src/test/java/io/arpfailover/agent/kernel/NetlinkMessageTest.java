package io.arpfailover.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetlinkMessageTest {
    private static final Ipv4Prefix VIP = Ipv4Prefix.parse("10.9.0.100/24");

    @Test
    void anAddressIsAssignedWithTheseOctets() {
        byte[] octets = new byte[76];
        ByteBuffer expected = ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder());
        expected.putInt(76)
                .putShort((short) 20)
                .putShort((short) 0x505)
                .putInt(7)
                .putInt(0);
        expected.put(new byte[] {2, 24, 0, 0}).putInt(3);
        attribute(expected, 8, 2).put(new byte[] {10, 9, 0, 100});
        attribute(expected, 8, 1).put(new byte[] {10, 9, 0, 100});
        attribute(expected, 20, 6).putInt(5).putInt(5).putInt(0).putInt(0);
        attribute(expected, 5, 11).put(new byte[] {(byte) 0xaf, 0, 0, 0});
        attribute(expected, 8, 4).put(new byte[] {10, 9, 0, (byte) 255});
        assertArrayEquals(
                octets,
                octets(AddressMessage.assign(3, VIP, Duration.ofMillis(4001)).encode(7)));
    }

    @Test
    void aHostAddressHasNoBroadcast() {
        ByteBuffer host = AddressMessage.assign(3, Ipv4Prefix.parse("10.9.0.100/32"), Duration.ofSeconds(1))
                .encode(1);
        ByteBuffer pair = AddressMessage.assign(3, Ipv4Prefix.parse("10.9.0.100/31"), Duration.ofSeconds(1))
                .encode(1);
        assertEquals(68, host.remaining());
        assertEquals(68, pair.remaining());
    }

    @Test
    void readsAnAddressBack() {
        AddressMessage.Entry entry = readAddress(AddressMessage.assign(3, VIP, Duration.ofSeconds(5)), true);
        assertEquals(
                new AddressMessage.Entry(3, new AssignedAddress(VIP, true, Optional.of(Duration.ofSeconds(5)))), entry);
    }

    @Test
    void withoutAMarkALifetimeMeansOursOnOldKernelsOnly() {
        assertTrue(unmarked(5, false).ours());
        assertFalse(unmarked(5, true).ours());
        assertFalse(unmarked(-1, false).ours(), "for ever");
    }

    @Test
    void theMarkIsKeptSinceLinux518() {
        assertTrue(AddressMessage.keepsProtocol("5.18.0"));
        assertTrue(AddressMessage.keepsProtocol("6.1.0-37-amd64"));
        assertTrue(AddressMessage.keepsProtocol("6.18"));
        assertFalse(AddressMessage.keepsProtocol("5.10.0-28-amd64"));
        assertFalse(AddressMessage.keepsProtocol("4.19.0"));
        assertFalse(AddressMessage.keepsProtocol("unknown"));
    }

    @Test
    void readsALink() {
        NetlinkRequest message = link(0, 1, 0x10001)
                .attribute(3, text("lan0"))
                .attribute(1, (byte) 2, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0x99);
        assertEquals(
                Optional.of(new LinkState(4, "lan0", MacAddress.parse("02:00:00:00:00:99"), true, true, true)),
                LinkMessage.read(only(message)));
    }

    @Test
    void aLinkWithoutArpOrMacIsReadAsSuch() {
        assertEquals(
                Optional.of(new LinkState(4, "tun0", MacAddress.ZERO, false, false, false)),
                LinkMessage.read(only(link(0, 65534, 0).attribute(3, text("tun0")))));
        assertEquals(
                Optional.of(new LinkState(4, "lan0", MacAddress.ZERO, true, false, false)),
                LinkMessage.read(only(link(0, 1, 0x81).attribute(3, text("lan0")))));
    }

    @Test
    void aBridgesMessageAboutItsPortIsNoLink() {
        assertEquals(Optional.empty(), LinkMessage.read(only(link(7, 1, 1).attribute(3, text("lan0")))));
    }

    @Test
    void splitsADatagramAndLeavesOutWhatIsCutShort() {
        ByteBuffer one = AddressMessage.assign(3, VIP, Duration.ofSeconds(5)).encode(1);
        ByteBuffer two = ByteBuffer.allocate(one.remaining() * 2).order(ByteOrder.nativeOrder());
        two.put(one.duplicate()).put(one.duplicate()).flip();
        assertEquals(2, NetlinkMessage.split(two).size());
        assertEquals(1, NetlinkMessage.split(two.limit(two.limit() - 1)).size());
    }

    @Test
    void noTruncationAndNoNoiseThrows() {
        ByteBuffer whole = AddressMessage.assign(3, VIP, Duration.ofSeconds(5)).encode(1);
        for (int length = 0; length < whole.limit(); length++) {
            assertEquals(List.of(), NetlinkMessage.split(whole.duplicate().limit(length)));
        }
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            for (int type : new int[] {16, 20, 24, 28}) {
                readEverything(
                        new NetlinkMessage(type, 0, 0, ByteBuffer.wrap(noise).order(ByteOrder.nativeOrder())));
            }
        }
    }

    @Test
    void theErrorNumberIsReadAndNamed() {
        ByteBuffer body = nativeBuffer(4).putInt(0, -1);
        Errno errno = new NetlinkMessage(NetlinkMessage.ERROR, 0, 0, body).errno();
        assertEquals(Errno.EPERM, errno);
        assertEquals(
                "cannot assign x: EPERM; the process needs CAP_NET_ADMIN: run it as root or grant it the capability",
                errno.describe("assign x"));
        assertEquals("cannot assign x: errno 71", new Errno(71).describe("assign x"));
    }

    @Test
    void theGatewayOfTheLowestMetricIsTaken() {
        assertEquals(
                Optional.of(new DefaultGateway(Ipv4Address.parse("10.9.0.253"), 3)),
                RouteMessage.defaultGateway(List.of(
                        route(0, 254, 1, 100, 254),
                        route(24, 254, 1, 1, 252),
                        route(0, 254, 1, 20, 253),
                        route(0, 7, 1, 1, 251),
                        route(0, 254, 6, 1, 250))));
        assertEquals(Optional.empty(), RouteMessage.defaultGateway(List.of()));
    }

    private static NetlinkMessage route(int length, int table, int kind, int metric, int lastOctet) {
        return only(new NetlinkRequest(24, 0)
                .u8(2)
                .u8(length)
                .u8(0)
                .u8(0)
                .u8(table)
                .u8(0)
                .u8(0)
                .u8(kind)
                .u32(0)
                .attribute(5, (byte) 10, (byte) 9, (byte) 0, (byte) lastOctet)
                .attributeU32(4, 3)
                .attributeU32(6, metric));
    }

    private static NetlinkRequest link(int family, int hardware, int flags) {
        return new NetlinkRequest(LinkMessage.NEW, 0)
                .u8(family)
                .u8(0)
                .u16(hardware)
                .u32(4)
                .u32(flags)
                .u32(0);
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private static AssignedAddress unmarked(int seconds, boolean kernelKeepsProtocol) {
        NetlinkRequest message = new NetlinkRequest(AddressMessage.NEW, 0)
                .u8(2)
                .u8(24)
                .u8(0)
                .u8(0)
                .u32(3)
                .attribute(2, VIP.address().octets())
                .attributeU32(6, seconds, seconds, 0, 0);
        return readAddress(message, kernelKeepsProtocol).address();
    }

    private static AddressMessage.Entry readAddress(NetlinkRequest message, boolean kernelKeepsProtocol) {
        return AddressMessage.read(only(message), kernelKeepsProtocol).orElseThrow();
    }

    private static void readEverything(NetlinkMessage message) {
        LinkMessage.read(message);
        AddressMessage.read(message, true);
        NeighborMessage.read(message);
        RouteMessage.defaultGateway(List.of(message));
    }

    private static NetlinkMessage only(NetlinkRequest request) {
        List<NetlinkMessage> messages = NetlinkMessage.split(request.encode(1));
        assertEquals(1, messages.size());
        return messages.get(0);
    }

    private static byte[] octets(ByteBuffer buffer) {
        byte[] octets = new byte[buffer.remaining()];
        buffer.get(octets);
        return octets;
    }

    private static ByteBuffer attribute(ByteBuffer to, int length, int type) {
        return to.putShort((short) length).putShort((short) type);
    }

    private static ByteBuffer nativeBuffer(int octets) {
        return ByteBuffer.allocate(octets).order(ByteOrder.nativeOrder());
    }
}
