package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;

/** What a neighbour's pair was read from. */
public enum Evidence {
    /** Its reply to our question, sent to us alone: it hears us and we hear it. */
    UNICAST_REPLY("unicast reply"),
    /** Its reply to our question, sent to everybody (RFC 5227 section 2.6). */
    BROADCAST_REPLY("broadcast reply"),
    /** A reply to no question of ours. */
    UNASKED_REPLY("unasked reply"),
    /** A question of its own, to us or to others. */
    REQUEST("request"),
    /** Its announcement to everybody, as a request or as a reply. */
    ANNOUNCEMENT("announcement");

    private final String words;

    Evidence(String words) {
        this.words = words;
    }

    /** For a person to read. */
    public String words() {
        return words;
    }

    /**
     * What a frame is worth.
     *
     * @param asking whether a question of ours about its sender is out
     */
    static Evidence of(ArpFrame frame, boolean asking, MacAddress own) {
        ArpPacket packet = frame.packet();
        if (isGratuitous(packet)) {
            return ANNOUNCEMENT;
        }
        if (packet.operation() == Operation.REQUEST) {
            return REQUEST;
        }
        if (!asking || !packet.targetMac().equals(own)) {
            return UNASKED_REPLY;
        }
        return frame.destination().equals(own) ? UNICAST_REPLY : BROADCAST_REPLY;
    }

    boolean isAnswer() {
        return this == UNICAST_REPLY || this == BROADCAST_REPLY;
    }

    /** A reply is one only in the shape of RFC 5944 section 4.6, its target MAC its sender's. */
    private static boolean isGratuitous(ArpPacket packet) {
        boolean shaped =
                packet.operation() == Operation.REQUEST || packet.targetMac().equals(packet.senderMac());
        return packet.isAnnouncement() && shaped;
    }
}
