package io.arpfailover.agent.peer;

import io.arpfailover.coordinator.tenure.Ack;
import io.arpfailover.coordinator.tenure.Heartbeat;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/** What one server has to say to the other. */
public sealed interface PeerMessage {

    /** Whether the sender could hold the addresses now. */
    boolean fit();

    /** The epoch in which it was said (rule 11). */
    long epoch();

    /** When the heartbeat left, on the holder's clock: its own of a heartbeat, the echo in an answer. */
    MonotonicTime heartbeatLeft();

    /** How long the heir shall not take the addresses, or will not. */
    Duration promised();

    /** The octet that tells the kinds apart on the wire. */
    int kind();

    /** The holder's: promise not to take the addresses. */
    record Beat(Heartbeat heartbeat, boolean fit) implements PeerMessage {
        static final int KIND = 1;

        @Override
        public long epoch() {
            return heartbeat.epoch();
        }

        @Override
        public MonotonicTime heartbeatLeft() {
            return heartbeat.left();
        }

        @Override
        public Duration promised() {
            return heartbeat.promise();
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** The heir's: I hold no lease, and I will not take them. */
    record Promise(Ack ack, boolean fit) implements PeerMessage {
        static final int KIND = 2;

        @Override
        public long epoch() {
            return ack.epoch();
        }

        @Override
        public MonotonicTime heartbeatLeft() {
            return ack.heartbeatLeft();
        }

        @Override
        public Duration promised() {
            return ack.promise();
        }

        @Override
        public int kind() {
            return KIND;
        }
    }
}
