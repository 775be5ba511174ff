package io.arpfailover.agent.wire;

import static io.arpfailover.agent.wire.ArpFrame.ARP_OCTETS;
import static io.arpfailover.agent.wire.ArpFrame.ETHERNET_OCTETS;
import static io.arpfailover.agent.wire.ArpFrame.TAG_OCTETS;

import java.util.Optional;

/** Reads frames from the outside in: each step checks its own header and hands on; nothing is made until all is well. */
final class FrameParser {
    private FrameParser() {}

    static Parsed parse(byte[] octets, int length) {
        if (length < ETHERNET_OCTETS) {
            return Parsed.Dropped.because(DropReason.TRUNCATED);
        }
        return switch (Octets.read16(octets, 12)) {
            case ArpFrame.TYPE_ARP -> packetAt(ETHERNET_OCTETS, octets, length);
            case ArpFrame.TYPE_VLAN -> tagged(octets, length);
            case ArpFrame.TYPE_SERVICE_VLAN -> Parsed.Dropped.because(DropReason.SERVICE_TAGGED);
            default -> Parsed.Dropped.because(DropReason.NOT_ARP);
        };
    }

    private static Parsed tagged(byte[] octets, int length) {
        if (length < ETHERNET_OCTETS + TAG_OCTETS) {
            return Parsed.Dropped.because(DropReason.TRUNCATED);
        }
        return switch (Octets.read16(octets, 12 + TAG_OCTETS)) {
            case ArpFrame.TYPE_ARP -> packetAt(ETHERNET_OCTETS + TAG_OCTETS, octets, length);
            case ArpFrame.TYPE_VLAN, ArpFrame.TYPE_SERVICE_VLAN -> Parsed.Dropped.because(DropReason.DOUBLE_TAGGED);
            default -> Parsed.Dropped.because(DropReason.NOT_ARP);
        };
    }

    private static Parsed packetAt(int at, byte[] octets, int length) {
        if (length < at + ARP_OCTETS) {
            return Parsed.Dropped.because(DropReason.TRUNCATED);
        }
        if (Octets.read16(octets, at) != ArpFrame.HARDWARE_ETHERNET) {
            return Parsed.Dropped.because(DropReason.HARDWARE_TYPE);
        }
        if (Octets.read16(octets, at + 2) != ArpFrame.PROTOCOL_IPV4) {
            return Parsed.Dropped.because(DropReason.PROTOCOL_TYPE);
        }
        if (octets[at + 4] != MacAddress.OCTETS) {
            return Parsed.Dropped.because(DropReason.HARDWARE_LENGTH);
        }
        if (octets[at + 5] != Ipv4Address.OCTETS) {
            return Parsed.Dropped.because(DropReason.PROTOCOL_LENGTH);
        }
        return operationAt(at, octets);
    }

    private static Parsed operationAt(int at, byte[] octets) {
        int code = Octets.read16(octets, at + 6);
        if (code == Operation.REQUEST.code()) {
            return sendersOf(Operation.REQUEST, at, octets);
        }
        if (code == Operation.REPLY.code()) {
            return sendersOf(Operation.REPLY, at, octets);
        }
        return Parsed.Dropped.because(DropReason.OPERATION);
    }

    private static Parsed sendersOf(Operation operation, int at, byte[] octets) {
        if (!isStation(Octets.read48(octets, 6))) {
            return Parsed.Dropped.because(DropReason.SOURCE_MAC);
        }
        if (!isStation(Octets.read48(octets, at + 8))) {
            return Parsed.Dropped.because(DropReason.SENDER_MAC);
        }
        int senderIp = Octets.read32(octets, at + 14);
        if (senderIp != 0 && !Ipv4Address.isUsableAsHost(senderIp)) {
            return Parsed.Dropped.because(DropReason.SENDER_IP);
        }
        return accepted(operation, at, octets);
    }

    private static boolean isStation(long mac) {
        return mac != 0 && !MacAddress.isGroup(mac);
    }

    private static Parsed accepted(Operation operation, int at, byte[] octets) {
        ArpPacket packet = new ArpPacket(
                operation,
                MacAddress.read(octets, at + 8),
                Ipv4Address.read(octets, at + 14),
                MacAddress.read(octets, at + 18),
                Ipv4Address.read(octets, at + 24));
        Optional<VlanTag> tag =
                at == ETHERNET_OCTETS ? Optional.empty() : Optional.of(new VlanTag(Octets.read16(octets, 14)));
        return new Parsed.Accepted(new ArpFrame(MacAddress.read(octets, 0), MacAddress.read(octets, 6), tag, packet));
    }
}
