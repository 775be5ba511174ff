package io.arpfailover.agent.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArpFrameTest {
    private static final MacAddress OWN = MacAddress.parse("02:00:0a:4d:00:01");
    private static final MacAddress GATEWAY_MAC = MacAddress.parse("02:00:0a:4d:00:fe");
    private static final Ipv4Address VIP = Ipv4Address.parse("10.77.0.100");
    private static final Ipv4Address GATEWAY = Ipv4Address.parse("10.77.0.254");

    private static final String BROADCAST_HEADER = "ffffffffffff 02000a4d0001 0806 0001 0800 06 04 ";
    private static final String PADDING = " 000000000000000000000000000000000000";

    private static final ArpPacket QUERY = ArpPacket.request(OWN, VIP, GATEWAY);

    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of(
                        "probe",
                        ArpFrame.broadcast(ArpPacket.probe(OWN, VIP)),
                        BROADCAST_HEADER + "0001 02000a4d0001 00000000 000000000000 0a4d0064" + PADDING),
                Arguments.of(
                        "announcement",
                        ArpFrame.broadcast(ArpPacket.announcement(OWN, VIP)),
                        BROADCAST_HEADER + "0001 02000a4d0001 0a4d0064 000000000000 0a4d0064" + PADDING),
                Arguments.of(
                        "announcement in reply form",
                        ArpFrame.broadcast(ArpPacket.announcementReply(OWN, VIP)),
                        BROADCAST_HEADER + "0002 02000a4d0001 0a4d0064 02000a4d0001 0a4d0064" + PADDING),
                Arguments.of(
                        "who has the gateway, tell the VIP",
                        ArpFrame.broadcast(QUERY),
                        BROADCAST_HEADER + "0001 02000a4d0001 0a4d0064 000000000000 0a4d00fe" + PADDING),
                Arguments.of(
                        "the gateway's answer",
                        ArpFrame.unicast(OWN, ArpPacket.replyTo(QUERY, GATEWAY_MAC)),
                        "02000a4d0001 02000a4d00fe 0806 0001 0800 06 04 "
                                + "0002 02000a4d00fe 0a4d00fe 02000a4d0001 0a4d0064" + PADDING),
                Arguments.of(
                        "tagged with priority 5 and VLAN 10",
                        new ArpFrame(
                                MacAddress.BROADCAST,
                                OWN,
                                Optional.of(new VlanTag(0xa00a)),
                                ArpPacket.announcement(OWN, VIP)),
                        "ffffffffffff 02000a4d0001 8100 a00a 0806 0001 0800 06 04 "
                                + "0001 02000a4d0001 0a4d0064 000000000000 0a4d0064" + PADDING));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    void goldenBytesBothWays(String name, ArpFrame frame, String hex) {
        byte[] octets = hex(hex);
        assertArrayEquals(octets, frame.encode(), name);
        assertEquals(new Parsed.Accepted(frame), ArpFrame.parse(octets, octets.length), name);
    }

    @Test
    void aFrameIsPaddedToTheMinimumWithAndWithoutItsTag() {
        assertEquals(60, ArpFrame.broadcast(QUERY).encode().length);
        ArpFrame tagged = new ArpFrame(OWN, OWN, Optional.of(new VlanTag(10)), QUERY);
        assertEquals(64, tagged.encode().length);
    }

    @Test
    void paddingMayBeMissingLongOrFullOfRubbish() {
        ArpFrame frame = ArpFrame.broadcast(QUERY);
        byte[] octets = Arrays.copyOf(frame.encode(), 1514);
        Arrays.fill(octets, 42, octets.length, (byte) 0x5a);
        assertEquals(new Parsed.Accepted(frame), ArpFrame.parse(octets, octets.length));
        assertEquals(new Parsed.Accepted(frame), ArpFrame.parse(octets, 42));
    }

    @Test
    void theVlanIdIsExposedAndZeroIsAPriorityTag() {
        assertEquals(10, new VlanTag(0xa00a).id());
        assertEquals(4095, new VlanTag(0xffff).id());
        ArpFrame priority = new ArpFrame(MacAddress.BROADCAST, OWN, Optional.of(new VlanTag(0xe000)), QUERY);
        byte[] octets = priority.encode();
        ArpFrame read = assertInstanceOf(Parsed.Accepted.class, ArpFrame.parse(octets, octets.length))
                .frame();
        assertEquals(0, read.tag().orElseThrow().id());
        assertThrows(IllegalArgumentException.class, () -> new VlanTag(0x1_0000));
    }

    @Test
    void predicatesTellTheKindsApart() {
        assertTrue(ArpPacket.probe(OWN, VIP).isProbe());
        assertFalse(ArpPacket.probe(OWN, VIP).isAnnouncement());
        assertTrue(ArpPacket.announcement(OWN, VIP).isAnnouncement());
        assertTrue(ArpPacket.announcementReply(OWN, VIP).isAnnouncement());
        assertFalse(ArpPacket.announcement(OWN, VIP).isProbe());
        assertFalse(QUERY.isAnnouncement());
        assertFalse(QUERY.isProbe());
        assertFalse(ArpPacket.probe(OWN, Ipv4Address.ANY).isAnnouncement());
    }

    @Test
    void aProxysFrameIsAcceptedAndRecognisable() {
        assertTrue(ArpFrame.broadcast(QUERY).isFromItsSender());
        ArpFrame proxied = new ArpFrame(MacAddress.BROADCAST, GATEWAY_MAC, Optional.empty(), QUERY);
        byte[] octets = proxied.encode();
        assertEquals(new Parsed.Accepted(proxied), ArpFrame.parse(octets, octets.length));
        assertFalse(proxied.isFromItsSender());
    }

    @ParameterizedTest(name = "octets {1} at {0}: {2}")
    @CsvSource({
        "6, 030000000001, SOURCE_MAC",
        "6, ffffffffffff, SOURCE_MAC",
        "6, 000000000000, SOURCE_MAC",
        "12, 0800, NOT_ARP",
        "12, 8035, NOT_ARP",
        "12, 002e, NOT_ARP",
        "12, 88a8, SERVICE_TAGGED",
        "12, 8100000a8100, DOUBLE_TAGGED",
        "12, 8100000a88a8, DOUBLE_TAGGED",
        "12, 8100000a0800, NOT_ARP",
        "14, 0000, HARDWARE_TYPE",
        "14, 0006, HARDWARE_TYPE",
        "14, 0101, HARDWARE_TYPE",
        "16, 86dd, PROTOCOL_TYPE",
        "16, 0801, PROTOCOL_TYPE",
        "18, 00, HARDWARE_LENGTH",
        "18, 08, HARDWARE_LENGTH",
        "18, ff, HARDWARE_LENGTH",
        "19, 10, PROTOCOL_LENGTH",
        "19, 84, PROTOCOL_LENGTH",
        "20, 0000, OPERATION",
        "20, 0003, OPERATION",
        "20, 0101, OPERATION",
        "22, 01005e000001, SENDER_MAC",
        "22, ffffffffffff, SENDER_MAC",
        "22, 000000000000, SENDER_MAC",
        "28, ffffffff, SENDER_IP",
        "28, 7f000001, SENDER_IP",
        "28, e0000001, SENDER_IP"
    })
    void eachWrongFieldHasItsReason(int at, String hex, DropReason reason) {
        byte[] octets = ArpFrame.broadcast(QUERY).encode();
        byte[] wrong = hex(hex);
        System.arraycopy(wrong, 0, octets, at, wrong.length);
        assertEquals(new Parsed.Dropped(reason), ArpFrame.parse(octets, octets.length));
    }

    @Test
    void everyTruncationIsNamed() {
        for (ArpFrame frame :
                Set.of(ArpFrame.broadcast(QUERY), new ArpFrame(OWN, OWN, Optional.of(new VlanTag(10)), QUERY))) {
            byte[] octets = frame.encode();
            int whole = frame.tag().isPresent() ? 46 : 42;
            for (int length = 0; length < whole; length++) {
                Parsed expected = new Parsed.Dropped(DropReason.TRUNCATED);
                assertEquals(expected, ArpFrame.parse(octets, length), "in place, length " + length);
                assertEquals(expected, ArpFrame.parse(Arrays.copyOf(octets, length), length), "length " + length);
            }
            assertEquals(new Parsed.Accepted(frame), ArpFrame.parse(octets, whole));
        }
    }

    @Test
    void aLengthOutsideTheArrayIsTheCallersMistake() {
        byte[] octets = ArpFrame.broadcast(QUERY).encode();
        assertThrows(IndexOutOfBoundsException.class, () -> ArpFrame.parse(octets, 61));
        assertThrows(IndexOutOfBoundsException.class, () -> ArpFrame.parse(octets, -1));
    }

    /** Random octets hardly ever get past the EtherType, so half of the frames are good ones with some octets changed. */
    @Test
    void randomOctetsGiveAReasonNeverAnException() {
        Random random = new Random(826);
        Set<DropReason> seen = EnumSet.noneOf(DropReason.class);
        for (int i = 0; i < 200_000; i++) {
            byte[] octets = i % 2 == 0 ? randomOctets(random) : mutated(random);
            Parsed parsed = ArpFrame.parse(octets, octets.length);
            if (parsed instanceof Parsed.Accepted accepted) {
                assertReadsBackTheSame(accepted, octets);
            } else {
                seen.add(assertInstanceOf(Parsed.Dropped.class, parsed).reason());
            }
        }
        assertEquals(EnumSet.allOf(DropReason.class), seen);
    }

    @Test
    void aDropCostsNoMemory() {
        byte[] octets = new byte[10];
        assertSame(ArpFrame.parse(octets, 10), ArpFrame.parse(octets, 9));
        for (DropReason reason : DropReason.values()) {
            assertNotNull(Parsed.Dropped.because(reason));
            assertEquals(reason, Parsed.Dropped.because(reason).reason());
        }
    }

    private static void assertReadsBackTheSame(Parsed.Accepted accepted, byte[] octets) {
        byte[] again = accepted.frame().encode();
        int whole = accepted.frame().tag().isPresent() ? 46 : 42;
        assertArrayEquals(Arrays.copyOf(octets, whole), Arrays.copyOf(again, whole));
    }

    private static byte[] randomOctets(Random random) {
        byte[] octets = new byte[random.nextInt(100)];
        random.nextBytes(octets);
        return octets;
    }

    private static byte[] mutated(Random random) {
        Optional<VlanTag> tag = random.nextBoolean() ? Optional.empty() : Optional.of(new VlanTag(10));
        byte[] octets = new ArpFrame(MacAddress.BROADCAST, OWN, tag, QUERY).encode();
        if (random.nextInt(8) == 0) {
            byte[] type = hex(random.nextBoolean() ? "8100" : "88a8");
            System.arraycopy(type, 0, octets, random.nextBoolean() ? 12 : 16, type.length);
        }
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            octets[random.nextInt(42)] = (byte) random.nextInt(256);
        }
        return octets;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
