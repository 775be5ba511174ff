package io.arpfailover.agent.wire;

/**
 * An ARP packet for IPv4 over Ethernet (RFC 826), 28 octets on the wire.
 *
 * @param operation what it does
 * @param senderMac whose pair this is; hosts learn from it
 * @param senderIp 0.0.0.0 in a probe, so that nobody learns
 * @param targetMac in a request without meaning, usually zero
 * @param targetIp whom a request asks for
 */
public record ArpPacket(
        Operation operation, MacAddress senderMac, Ipv4Address senderIp, MacAddress targetMac, Ipv4Address targetIp) {

    /** Asks whether anybody has {@code address} without claiming it (RFC 5227 section 1.1, "ARP Probe"). */
    public static ArpPacket probe(MacAddress own, Ipv4Address address) {
        return request(own, Ipv4Address.ANY, address);
    }

    /** Says that {@code own} has {@code address} (RFC 5227 section 1.1, "ARP Announcement": a request). */
    public static ArpPacket announcement(MacAddress own, Ipv4Address address) {
        return request(own, address, address);
    }

    /**
     * The same said by a reply, for gear that learns from replies only. Target MAC = sender MAC as RFC 5944 section 4.6
     * has it: Linux takes an unasked reply inside its locktime in no other shape.
     */
    public static ArpPacket announcementReply(MacAddress own, Ipv4Address address) {
        return new ArpPacket(Operation.REPLY, own, address, own, address);
    }

    /** Who has {@code targetIp}? Tell {@code senderIp}. */
    public static ArpPacket request(MacAddress senderMac, Ipv4Address senderIp, Ipv4Address targetIp) {
        return new ArpPacket(Operation.REQUEST, senderMac, senderIp, MacAddress.ZERO, targetIp);
    }

    /** The answer to {@code request}: {@code own} has the address asked for (RFC 826, the fields swapped). */
    public static ArpPacket replyTo(ArpPacket request, MacAddress own) {
        return new ArpPacket(
                Operation.REPLY,
                /* senderMac= */ own,
                /* senderIp= */ request.targetIp,
                /* targetMac= */ request.senderMac,
                /* targetIp= */ request.senderIp);
    }

    /** Whether this asks for an address without claiming one. */
    public boolean isProbe() {
        return operation == Operation.REQUEST && senderIp.equals(Ipv4Address.ANY);
    }

    /** Whether this claims an address unasked, in request form or in reply form. */
    public boolean isAnnouncement() {
        return senderIp.equals(targetIp) && !senderIp.equals(Ipv4Address.ANY);
    }
}
