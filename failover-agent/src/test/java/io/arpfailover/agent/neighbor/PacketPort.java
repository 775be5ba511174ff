package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.netns.RawPort;
import io.arpfailover.agent.wire.MacAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

/** IPv4 over Ethernet by hand: what a host in user space sends, and what comes in for it. */
final class PacketPort implements AutoCloseable {
    private static final int ETHERNET_OCTETS = 14;
    private static final int IP_OCTETS = 20;
    private static final int UDP_OCTETS = 8;
    private static final int FRAGMENT_OCTETS = 1480;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int UDP = 17;

    private final List<byte[]> received = new CopyOnWriteArrayList<>();
    private final RawPort port;

    private PacketPort(String interfaceName, String filter) {
        port = RawPort.open(
                interfaceName,
                filter,
                PcapDirection.INOUT,
                PromiscuousMode.NONPROMISCUOUS,
                (from, octets, at) -> received.add(octets));
    }

    /** Opens it in the namespace of this thread. */
    static PacketPort open(String interfaceName, String filter) {
        return new PacketPort(interfaceName, filter);
    }

    void send(MacAddress to, MacAddress from, byte[] packet) {
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET_OCTETS + packet.length)
                .put(to.octets())
                .put(from.octets())
                .putShort((short) 0x0800)
                .put(packet);
        port.send(frame.array());
    }

    /** To which MAC addresses frames came, in order. */
    List<MacAddress> destinations() {
        return received.stream().map(frame -> MacAddress.read(frame, 0)).toList();
    }

    /** A UDP datagram (without checksum) in fragments of 1500 octets, the first one first. */
    static List<byte[]> fragments(byte[] from, byte[] to, int port, byte[] data) {
        ByteBuffer datagram = ByteBuffer.allocate(UDP_OCTETS + data.length)
                .putShort((short) port)
                .putShort((short) port)
                .putShort((short) (UDP_OCTETS + data.length))
                .putShort((short) 0)
                .put(data)
                .flip();
        List<byte[]> fragments = new ArrayList<>();
        while (datagram.hasRemaining()) {
            int offset = datagram.position() / 8;
            byte[] part = new byte[Math.min(FRAGMENT_OCTETS, datagram.remaining())];
            datagram.get(part);
            fragments.add(packet(from, to, offset | (datagram.hasRemaining() ? MORE_FRAGMENTS : 0), part));
        }
        return fragments;
    }

    private static byte[] packet(byte[] from, byte[] to, int flagsAndOffset, byte[] part) {
        ByteBuffer packet = ByteBuffer.allocate(IP_OCTETS + part.length)
                .putShort((short) 0x4500)
                .putShort((short) (IP_OCTETS + part.length))
                .putShort((short) 77)
                .putShort((short) flagsAndOffset)
                .put((byte) 64)
                .put((byte) UDP)
                .putShort((short) 0)
                .put(from)
                .put(to);
        return packet.putShort(10, checksum(packet)).put(part).array();
    }

    private static short checksum(ByteBuffer header) {
        int sum = 0;
        for (int i = 0; i < IP_OCTETS; i += 2) {
            sum += header.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }

    @Override
    public void close() {
        port.close();
    }
}
