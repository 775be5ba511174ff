package io.arpfailover.agent.peer;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a person is told about refused datagrams of the other server, and how often: of a reason that lies in how the two
 * are set up the first time, and then once a minute.
 */
final class Complaints {
    static final Duration PAUSE = Duration.ofMinutes(1);

    private static final MonotonicTime AT_ONCE = new MonotonicTime(Long.MIN_VALUE);

    private final Map<PeerDrop, MonotonicTime> due = new EnumMap<>(PeerDrop.class);

    Complaints() {
        due.put(PeerDrop.BAD_MAC, AT_ONCE);
        due.put(PeerDrop.OTHER_VERSION, AT_ONCE);
    }

    boolean isDue(PeerDrop reason, MonotonicTime now) {
        MonotonicTime next = due.get(reason);
        return next != null && now.hasReached(next);
    }

    /**
     * The complaint that is due, which is silent then for a while.
     *
     * @param version the format version of the datagram
     */
    String make(PeerDrop reason, Ipv4Address from, int version, MonotonicTime now) {
        if (!isDue(reason, now)) {
            throw new IllegalStateException("no complaint is due about " + reason);
        }
        due.put(reason, now.plus(PAUSE));
        return reason == PeerDrop.BAD_MAC
                ? "datagrams from " + from
                        + " do not verify: the secrets differ; give both servers the same peer.secretFile"
                : "datagrams from " + from + " are of format " + version + " and this agent speaks " + PeerCodec.VERSION
                        + "; install the same version of failover-agent on both servers";
    }
}
