package io.arpfailover.agent.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.ArpPacket.ArpHeader;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.namednumber.ArpHardwareType;
import org.pcap4j.packet.namednumber.ArpOperation;
import org.pcap4j.packet.namednumber.EtherType;

/** Our reading of a frame against that of another program, pcap4j. */
class SecondOpinionTest {
    private static final int ARP_AT = 14;
    private static final int ARP_LENGTH = 28;

    @Test
    void pcap4jReadsWhatWeWrite() throws Exception {
        Random random = new Random(5227);
        for (int i = 0; i < 1_000; i++) {
            ArpFrame frame = randomFrame(random);
            byte[] octets = frame.encode();
            var ethernet = EthernetPacket.newPacket(octets, 0, octets.length).getHeader();
            assertEquals(EtherType.ARP, ethernet.getType());
            assertEquals(frame.destination().toString(), ethernet.getDstAddr().toString());
            assertEquals(frame.source().toString(), ethernet.getSrcAddr().toString());
            assertSamePacket(frame.packet(), headerOf(octets));
        }
    }

    @Test
    void weReadWhatPcap4jWrites() throws Exception {
        Random random = new Random(826);
        for (int i = 0; i < 1_000; i++) {
            ArpFrame frame = randomFrame(random);
            byte[] written = rebuiltByPcap4j(frame.encode());
            assertEquals(new Parsed.Accepted(frame), ArpFrame.parse(written, written.length));
        }
    }

    /** Both must agree on what is broken whenever pcap4j calls something broken at all. */
    @Test
    void weAcceptNothingThatPcap4jCannotRead() {
        Random random = new Random(1122);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = randomFrame(random).encode();
            octets[ARP_AT + random.nextInt(8)] = (byte) random.nextInt(3);
            if (ArpFrame.parse(octets, octets.length) instanceof Parsed.Accepted read) {
                accepted++;
                assertSamePacket(read.frame().packet(), readable(octets));
            }
        }
        assertEquals(true, accepted > 1_000, "accepted only " + accepted);
    }

    private static byte[] rebuiltByPcap4j(byte[] octets) throws Exception {
        var arp = org.pcap4j.packet.ArpPacket.newPacket(octets, ARP_AT, ARP_LENGTH);
        var ethernet = EthernetPacket.newPacket(octets, 0, octets.length);
        return ethernet.getBuilder()
                .payloadBuilder(arp.getBuilder())
                .pad(new byte[18])
                .build()
                .getRawData();
    }

    private static ArpHeader headerOf(byte[] octets) throws IllegalRawDataException {
        return org.pcap4j.packet.ArpPacket.newPacket(octets, ARP_AT, ARP_LENGTH).getHeader();
    }

    private static ArpHeader readable(byte[] octets) {
        try {
            return headerOf(octets);
        } catch (IllegalRawDataException e) {
            throw new AssertionError("we accepted what pcap4j cannot read", e);
        }
    }

    private static void assertSamePacket(ArpPacket ours, ArpHeader theirs) {
        assertEquals(ArpHardwareType.ETHERNET, theirs.getHardwareType());
        assertEquals(EtherType.IPV4, theirs.getProtocolType());
        assertEquals(6, theirs.getHardwareAddrLengthAsInt());
        assertEquals(4, theirs.getProtocolAddrLengthAsInt());
        ArpOperation operation = switch (ours.operation()) {
            case REQUEST -> ArpOperation.REQUEST;
            case REPLY -> ArpOperation.REPLY;
        };
        assertEquals(operation, theirs.getOperation());
        assertEquals(ours.senderMac().toString(), theirs.getSrcHardwareAddr().toString());
        assertEquals(ours.senderIp().toString(), text(theirs.getSrcProtocolAddr()));
        assertEquals(ours.targetMac().toString(), theirs.getDstHardwareAddr().toString());
        assertEquals(ours.targetIp().toString(), text(theirs.getDstProtocolAddr()));
    }

    private static String text(InetAddress address) {
        return assertInstanceOf(java.net.Inet4Address.class, address).getHostAddress();
    }

    private static ArpFrame randomFrame(Random random) {
        ArpPacket packet = new ArpPacket(
                random.nextBoolean() ? Operation.REQUEST : Operation.REPLY,
                station(random),
                new Ipv4Address(10 << 24 | random.nextInt(1 << 24)),
                new MacAddress(random.nextLong() >>> 16),
                new Ipv4Address(random.nextInt()));
        return new ArpFrame(new MacAddress(random.nextLong() >>> 16), station(random), Optional.empty(), packet);
    }

    private static MacAddress station(Random random) {
        return new MacAddress(0x02_00_00_00_00_00L | random.nextInt(Integer.MAX_VALUE));
    }
}
