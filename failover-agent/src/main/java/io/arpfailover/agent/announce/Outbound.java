package io.arpfailover.agent.announce;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;

/**
 * A frame that is to leave, without the MAC: that is read when it leaves, because it may change while the frame waits.
 * All are broadcast, but for a {@link GatewayQuestion} that names its reader.
 */
public sealed interface Outbound {

    /** The address it is about: one of ours, or in a {@link GatewayQuestion} the gateway's. */
    Ipv4Address vip();

    Urgency urgency();

    /** The frame as {@code own} sends it. */
    ArpFrame frame(MacAddress own);

    /** Where it stands in the pacer's order. */
    Lane lane();

    /** Does anybody have the address? With the question below, all that may leave without a lease. */
    record Probe(Ipv4Address vip) implements Outbound {
        @Override
        public Urgency urgency() {
            return Urgency.URGENT;
        }

        @Override
        public ArpFrame frame(MacAddress own) {
            return ArpFrame.broadcast(ArpPacket.probe(own, vip));
        }

        @Override
        public Lane lane() {
            return Lane.PROBE;
        }
    }

    /** The announcement RFC 5227 asks for. */
    record RequestForm(Ipv4Address vip, Urgency urgency) implements Outbound {
        public RequestForm(Ipv4Address vip) {
            this(vip, Urgency.URGENT);
        }

        @Override
        public ArpFrame frame(MacAddress own) {
            return ArpFrame.broadcast(ArpPacket.announcement(own, vip));
        }

        @Override
        public Lane lane() {
            return Lane.of(urgency, Lane.ANNOUNCEMENT);
        }
    }

    /** The announcement for gear that learns from replies only. */
    record ReplyForm(Ipv4Address vip, Urgency urgency) implements Outbound {
        public ReplyForm(Ipv4Address vip) {
            this(vip, Urgency.URGENT);
        }

        @Override
        public ArpFrame frame(MacAddress own) {
            return ArpFrame.broadcast(ArpPacket.announcementReply(own, vip));
        }

        @Override
        public Lane lane() {
            return Lane.of(urgency, Lane.REPLY_FORM);
        }
    }

    /** Who has the gateway, tell the VIP: repoints the gateway, even where it had no entry, and its answer proves it. */
    record GatewayQuery(Ipv4Address vip, Ipv4Address gateway, Urgency urgency) implements Outbound {
        public GatewayQuery(Ipv4Address vip, Ipv4Address gateway) {
            this(vip, gateway, Urgency.URGENT);
        }

        @Override
        public ArpFrame frame(MacAddress own) {
            return ArpFrame.broadcast(ArpPacket.request(own, vip, gateway));
        }

        @Override
        public Lane lane() {
            return Lane.of(urgency, Lane.GATEWAY_QUERY);
        }
    }

    /**
     * Is the gateway there? In the form of a probe, so that nobody learns from it and no lease is needed.
     *
     * @param to who is to read it: the gateway's MAC, or everybody
     */
    record GatewayQuestion(Ipv4Address gateway, MacAddress to, Urgency urgency) implements Outbound {
        @Override
        public Ipv4Address vip() {
            return gateway;
        }

        @Override
        public ArpFrame frame(MacAddress own) {
            return ArpFrame.unicast(to, ArpPacket.probe(own, gateway));
        }

        @Override
        public Lane lane() {
            return Lane.of(urgency, Lane.PROBE);
        }
    }
}
