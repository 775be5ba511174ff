package io.arpfailover.agent.wire;

import static io.arpfailover.agent.wire.ArpFrame.ARP_OCTETS;
import static io.arpfailover.agent.wire.ArpFrame.ETHERNET_OCTETS;
import static io.arpfailover.agent.wire.ArpFrame.TAG_OCTETS;

import java.util.Optional;

/** Reads frames from the outside in: each step checks its own header and hands on; nothing is made until all is well. */
final class FrameParser {
    private static final int TYPE_AT = 12;

    private FrameParser() {}

    static Parsed parse(byte[] octets, int length) {
        Optional<DropReason> flaw = flaw(octets, length);
        return flaw.isPresent() ? Parsed.Dropped.because(flaw.get()) : accepted(packetOffset(octets), octets);
    }

    /** Why the frame is none, if it is none; makes nothing. */
    static Optional<DropReason> flaw(byte[] octets, int length) {
        if (length < ETHERNET_OCTETS) {
            return DropReason.TRUNCATED.found();
        }
        return switch (Octets.read16(octets, TYPE_AT)) {
            case ArpFrame.TYPE_ARP -> flawOfPacketAt(ETHERNET_OCTETS, octets, length);
            case ArpFrame.TYPE_VLAN -> flawOfTagged(octets, length);
            case ArpFrame.TYPE_SERVICE_VLAN -> DropReason.SERVICE_TAGGED.found();
            default -> DropReason.NOT_ARP.found();
        };
    }

    /** Where the ARP packet begins in a frame that carries one. */
    static int packetOffset(byte[] octets) {
        return Octets.read16(octets, TYPE_AT) == ArpFrame.TYPE_ARP ? ETHERNET_OCTETS : ETHERNET_OCTETS + TAG_OCTETS;
    }

    private static Optional<DropReason> flawOfTagged(byte[] octets, int length) {
        if (length < ETHERNET_OCTETS + TAG_OCTETS) {
            return DropReason.TRUNCATED.found();
        }
        return switch (Octets.read16(octets, TYPE_AT + TAG_OCTETS)) {
            case ArpFrame.TYPE_ARP -> flawOfPacketAt(ETHERNET_OCTETS + TAG_OCTETS, octets, length);
            case ArpFrame.TYPE_VLAN, ArpFrame.TYPE_SERVICE_VLAN -> DropReason.DOUBLE_TAGGED.found();
            default -> DropReason.NOT_ARP.found();
        };
    }

    private static Optional<DropReason> flawOfPacketAt(int at, byte[] octets, int length) {
        if (length < at + ARP_OCTETS) {
            return DropReason.TRUNCATED.found();
        }
        if (Octets.read16(octets, at) != ArpFrame.HARDWARE_ETHERNET) {
            return DropReason.HARDWARE_TYPE.found();
        }
        if (Octets.read16(octets, at + 2) != ArpFrame.PROTOCOL_IPV4) {
            return DropReason.PROTOCOL_TYPE.found();
        }
        if (octets[at + 4] != MacAddress.OCTETS) {
            return DropReason.HARDWARE_LENGTH.found();
        }
        if (octets[at + 5] != Ipv4Address.OCTETS) {
            return DropReason.PROTOCOL_LENGTH.found();
        }
        int code = Octets.read16(octets, at + 6);
        boolean known = code == Operation.REQUEST.code() || code == Operation.REPLY.code();
        return known ? flawOfSenders(at, octets) : DropReason.OPERATION.found();
    }

    private static Optional<DropReason> flawOfSenders(int at, byte[] octets) {
        if (!isStation(Octets.read48(octets, 6))) {
            return DropReason.SOURCE_MAC.found();
        }
        if (!isStation(Octets.read48(octets, at + 8))) {
            return DropReason.SENDER_MAC.found();
        }
        int senderIp = Octets.read32(octets, at + 14);
        boolean usable = senderIp == 0 || Ipv4Address.isUsableAsHost(senderIp);
        return usable ? Optional.empty() : DropReason.SENDER_IP.found();
    }

    private static boolean isStation(long mac) {
        return mac != 0 && !MacAddress.isGroup(mac);
    }

    private static Parsed accepted(int at, byte[] octets) {
        ArpPacket packet = new ArpPacket(
                Octets.read16(octets, at + 6) == Operation.REQUEST.code() ? Operation.REQUEST : Operation.REPLY,
                MacAddress.read(octets, at + 8),
                Ipv4Address.read(octets, at + 14),
                MacAddress.read(octets, at + 18),
                Ipv4Address.read(octets, at + 24));
        Optional<VlanTag> tag =
                at == ETHERNET_OCTETS ? Optional.empty() : Optional.of(new VlanTag(Octets.read16(octets, 14)));
        return new Parsed.Accepted(new ArpFrame(MacAddress.read(octets, 0), MacAddress.read(octets, 6), tag, packet));
    }
}
