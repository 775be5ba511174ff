package io.arpfailover.agent.wire;

import java.util.Objects;
import java.util.Optional;

/**
 * An Ethernet II frame that carries an ARP packet.
 *
 * <p>Shape: 14 octets of Ethernet, or 18 with a tag, 28 of ARP, then zeros up to 60, or 64 with a tag, so that a switch
 * that takes the tag off leaves a whole frame. The frame check sequence is not part of it; the hardware adds it.
 *
 * @param destination who is to read it
 * @param source who sent this frame, which need not be the sender the packet names
 * @param tag the 802.1Q tag, where there is one
 * @param packet what it carries
 */
public record ArpFrame(MacAddress destination, MacAddress source, Optional<VlanTag> tag, ArpPacket packet) {
    static final int ETHERNET_OCTETS = 14;
    static final int TAG_OCTETS = 4;
    static final int ARP_OCTETS = 28;
    static final int MINIMUM_OCTETS = 60;

    static final int TYPE_ARP = 0x0806;
    static final int TYPE_VLAN = 0x8100;
    static final int TYPE_SERVICE_VLAN = 0x88a8;

    static final int HARDWARE_ETHERNET = 1;
    static final int PROTOCOL_IPV4 = 0x0800;

    /** {@code packet} from its sender to everybody on the link, untagged. */
    public static ArpFrame broadcast(ArpPacket packet) {
        return unicast(MacAddress.BROADCAST, packet);
    }

    /** {@code packet} from its sender to {@code destination} alone, untagged. */
    public static ArpFrame unicast(MacAddress destination, ArpPacket packet) {
        return new ArpFrame(destination, packet.senderMac(), Optional.empty(), packet);
    }

    /**
     * Reads the first {@code length} octets. Bad input is a {@link Parsed.Dropped}, never an exception, and costs no
     * memory; a length outside the array is the caller's mistake.
     */
    public static Parsed parse(byte[] octets, int length) {
        Objects.checkFromToIndex(0, length, octets.length);
        return FrameParser.parse(octets, length);
    }

    /** The VLAN id of the frame's first tag; 0 when it has none, or one without an id. Cheap, whatever the frame is. */
    public static int vlanOf(byte[] octets, int length) {
        boolean tagged = length >= ETHERNET_OCTETS + TAG_OCTETS && Octets.read16(octets, 12) == TYPE_VLAN;
        return tagged ? new VlanTag(Octets.read16(octets, ETHERNET_OCTETS)).id() : 0;
    }

    /** The octets as they go on the wire, padded; a fresh array. */
    public byte[] encode() {
        int tagOctets = tag.isPresent() ? TAG_OCTETS : 0;
        byte[] octets = new byte[MINIMUM_OCTETS + tagOctets];
        Octets.write48(destination.bits(), octets, 0);
        Octets.write48(source.bits(), octets, 6);
        if (tag.isPresent()) {
            Octets.write16(TYPE_VLAN, octets, 12);
            Octets.write16(tag.get().control(), octets, 14);
        }
        Octets.write16(TYPE_ARP, octets, 12 + tagOctets);
        writePacket(octets, ETHERNET_OCTETS + tagOctets);
        return octets;
    }

    /**
     * Whether the packet's sender is the station that sent the frame. A mismatch is no reason to drop: proxies, bonds
     * and bridges do it legitimately, and RFC 5227 compares the sender the packet names. Who inspects may care.
     */
    public boolean isFromItsSender() {
        return source.equals(packet.senderMac());
    }

    private void writePacket(byte[] octets, int at) {
        Octets.write16(HARDWARE_ETHERNET, octets, at);
        Octets.write16(PROTOCOL_IPV4, octets, at + 2);
        octets[at + 4] = MacAddress.OCTETS;
        octets[at + 5] = Ipv4Address.OCTETS;
        Octets.write16(packet.operation().code(), octets, at + 6);
        Octets.write48(packet.senderMac().bits(), octets, at + 8);
        Octets.write32(packet.senderIp().bits(), octets, at + 14);
        Octets.write48(packet.targetMac().bits(), octets, at + 18);
        Octets.write32(packet.targetIp().bits(), octets, at + 24);
    }
}
