package io.arpfailover.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NeighborMessageTest {
    private static final Ipv4Address GATEWAY = Ipv4Address.parse("10.9.0.254");
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:fe");

    @Test
    void aPermanentEntryIsSetWithTheseOctets() {
        byte[] octets = new byte[48];
        ByteBuffer expected = ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder());
        expected.putInt(48)
                .putShort((short) 28)
                .putShort((short) 0x505)
                .putInt(7)
                .putInt(0);
        expected.put(new byte[] {2, 0, 0, 0}).putInt(3).putShort((short) 0x80).putShort((short) 0);
        expected.putShort((short) 8).putShort((short) 1).put(new byte[] {10, 9, 0, (byte) 254});
        expected.putShort((short) 10).putShort((short) 2).put(new byte[] {2, 0, 0, 0, 0, (byte) 0xfe});
        ByteBuffer written = NeighborMessage.putPermanent(3, GATEWAY, MAC).encode(7);
        byte[] actual = new byte[written.remaining()];
        written.get(actual);
        assertArrayEquals(octets, actual);
    }

    @Test
    void readsAnEntryWithAgesInTicksOfTenMilliseconds() {
        NetlinkRequest message = message(2, 0x04, 0x80)
                .attribute(1, GATEWAY.octets())
                .attribute(2, MAC.octets())
                .attributeU32(3, 250, 100, 1, 4)
                .attributeU32(4, 2);
        assertEquals(
                Optional.of(new NeighborEntry(
                        3,
                        GATEWAY,
                        Optional.of(MAC),
                        NeighborState.STALE,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(2500),
                        Duration.ofMillis(10),
                        2,
                        4,
                        true,
                        false)),
                NeighborMessage.read(only(message)));
    }

    @Test
    void anEntryWithoutMacAndAgesIsReadAsSuch() {
        NeighborEntry entry = NeighborMessage.read(only(message(2, 0x01, 0x08).attribute(1, GATEWAY.octets())))
                .orElseThrow();
        assertEquals(Optional.empty(), entry.mac());
        assertEquals(NeighborState.INCOMPLETE, entry.state());
        assertEquals(Duration.ZERO, entry.used());
        assertTrue(entry.proxy());
        assertFalse(entry.router());
    }

    @Test
    void ipv6AndBridgesAreLeftOut() {
        for (int family : new int[] {7, 10}) {
            NetlinkRequest other = message(family, 0x02, 0).attribute(1, GATEWAY.octets());
            assertEquals(Optional.empty(), NeighborMessage.read(only(other)));
        }
        assertEquals(Optional.empty(), NeighborMessage.read(only(message(2, 0x02, 0))));
    }

    /** The numbers of linux/neighbour.h, which are the kernel's interface to programs. */
    @Test
    void everyStateHasItsBit() {
        List<NeighborState> byBit = List.of(
                NeighborState.INCOMPLETE,
                NeighborState.REACHABLE,
                NeighborState.STALE,
                NeighborState.DELAY,
                NeighborState.PROBE,
                NeighborState.FAILED,
                NeighborState.NOARP,
                NeighborState.PERMANENT);
        for (int bit = 0; bit < byBit.size(); bit++) {
            assertEquals(byBit.get(bit), NeighborState.of(1 << bit));
        }
        assertEquals(NeighborState.NONE, NeighborState.of(0));
        assertEquals(NeighborState.NONE, NeighborState.of(0x8000));
    }

    private static NetlinkRequest message(int family, int state, int flags) {
        return new NetlinkRequest(NeighborMessage.NEW, 0)
                .u8(family)
                .u8(0)
                .u16(0)
                .u32(3)
                .u16(state)
                .u8(flags)
                .u8(1);
    }

    private static NetlinkMessage only(NetlinkRequest request) {
        return NetlinkMessage.split(request.encode(1)).get(0);
    }
}
