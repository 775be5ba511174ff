package io.arpfailover.agent.announce;

/**
 * The order in which waiting frames leave, first to last; within a lane, first come, first served.
 *
 * <p>An announcement repoints every neighbour at once, so it is worth most. The query repoints the gateway even where
 * the announcement was not taken, and brings the proof. Most neighbours need no reply form after these. Probes come
 * behind all of them, because they gate an address that nobody is lost for yet, while announcements end an outage that
 * runs. Routine frames only confirm what is known.
 */
public enum Lane {
    ANNOUNCEMENT,
    GATEWAY_QUERY,
    REPLY_FORM,
    PROBE,
    ROUTINE;

    static Lane of(Urgency urgency, Lane whenUrgent) {
        return switch (urgency) {
            case URGENT -> whenUrgent;
            case ROUTINE -> ROUTINE;
        };
    }
}
