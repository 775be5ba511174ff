package io.arpfailover.agent.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.link.FrameDirection;
import io.arpfailover.agent.link.TappedFrame;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Octet by octet: draft-ietf-opsawg-pcapng sections 3.5, 4.1, 4.2 and 4.3, draft-ietf-opsawg-pcap sections 4 and 5. */
class CaptureFormatTest {
    private static final CaptureSource SOURCE = new CaptureSource("arp 1", "lan0", "arp", 65535);
    private static final Instant AT = Instant.ofEpochSecond(1_700_000_000L, 123_456_789);

    /** 60 octets: no padding needed. */
    private static final byte[] WELL_FORMED = ArpFrame.broadcast(
                    ArpPacket.probe(MacAddress.parse("02:00:00:00:00:01"), Ipv4Address.parse("10.9.0.100")))
            .encode();

    private static final String WELL_FORMED_HEX = "ffffffffffff 020000000001 0806 0001 0800 06 04 0001"
            + "020000000001 00000000 000000000000 0a090064" + "00".repeat(18);

    /** 1 700 000 000 123 456 789 ns = 0x17979cfe3d85cd15. */
    private static final String NANOS = "fe9c9717 15cd853d";

    @Test
    void aPcapngFileBeginsWithItsSectionAndItsInterface() {
        assertOctets(
                "0a0d0d0a 2c000000 4d3c2b1a 0100 0000 ffffffffffffffff"
                        + "0400 0500 6172702031 000000 0000 0000 2c000000"
                        + "01000000 30000000 0100 0000 ffff0000"
                        + "0200 0400 6c616e30 0900 0100 09000000 0b00 0400 00617270 0000 0000 30000000",
                CaptureFormat.PCAPNG.header(SOURCE));
    }

    @Test
    void aPcapngFrameHasItsTimeAndItsDirection() {
        assertOctets(
                "06000000 68000000 00000000" + NANOS + "3c000000 3c000000" + WELL_FORMED_HEX
                        + "0200 0400 01000000 0000 0000 68000000",
                CaptureFormat.PCAPNG.frame(new TappedFrame(AT, FrameDirection.IN, WELL_FORMED)));
    }

    @Test
    void aMalformedPcapngFrameIsPaddedAndHasAComment() {
        assertOctets(
                "06000000 54000000 00000000" + NANOS + "0e000000 0e000000 ffffffffffff 020000000001 0806 0000"
                        + "0200 0400 02000000 0100 1400" + ascii("malformed: TRUNCATED") + "0000 0000 54000000",
                CaptureFormat.PCAPNG.frame(
                        new TappedFrame(AT, FrameDirection.OUT, hex("ffffffffffff 020000000001 0806"))));
    }

    @Test
    void aPcapFileHasNanoseconds() {
        assertOctets("4d3cb2a1 0200 0400 00000000 00000000 ffff0000 01000000", CaptureFormat.PCAP.header(SOURCE));
        assertOctets(
                "00f15365 15cd5b07 3c000000 3c000000" + WELL_FORMED_HEX,
                CaptureFormat.PCAP.frame(new TappedFrame(AT, FrameDirection.IN, WELL_FORMED)));
    }

    /** Wireshark reads the seconds as unsigned: they last until 2106. */
    @Test
    void timesBeyondTheYear2038AreUnsigned() {
        byte[] frame = CaptureFormat.PCAP.frame(
                new TappedFrame(Instant.ofEpochSecond(0xffff_fffeL), FrameDirection.IN, new byte[0]));
        assertOctets("feffffff 00000000 00000000 00000000", frame);
    }

    private static void assertOctets(String hex, byte[] octets) {
        assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(octets));
    }

    private static String ascii(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
