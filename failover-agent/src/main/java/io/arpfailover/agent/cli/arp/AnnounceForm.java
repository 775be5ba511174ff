package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.announce.Outbound;

/** Which of the two announcements there are. */
enum AnnounceForm {
    /** RFC 5227's, which every host takes. */
    REQUEST,
    /** RFC 5944's, for gear that learns from replies only. */
    REPLY,
    BOTH;

    /** Whether the frame is to leave: the other form is not; what is no announcement always is. */
    boolean covers(Outbound outbound) {
        return switch (this) {
            case REQUEST -> !(outbound instanceof Outbound.ReplyForm);
            case REPLY -> !(outbound instanceof Outbound.RequestForm);
            case BOTH -> true;
        };
    }
}
