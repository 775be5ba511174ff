package io.arpfailover.agent.peer;

import io.arpfailover.coordinator.tenure.Ack;
import io.arpfailover.coordinator.tenure.Handover;
import io.arpfailover.coordinator.tenure.Heartbeat;
import java.nio.ByteBuffer;

/** What one server has to say to the other. */
public sealed interface PeerMessage {

    /** Whether the sender could hold the addresses now. */
    boolean fit();

    /** The epoch in which it was said (rule 11). */
    long epoch();

    /** The octet that tells the kinds apart on the wire. */
    int kind();

    /** Writes the two numbers of its kind, 16 octets. */
    void putNumbers(ByteBuffer buffer);

    /** The holder's: promise not to take the addresses. */
    record Beat(Heartbeat heartbeat, boolean fit) implements PeerMessage {
        static final int KIND = 1;

        @Override
        public long epoch() {
            return heartbeat.epoch();
        }

        @Override
        public int kind() {
            return KIND;
        }

        @Override
        public void putNumbers(ByteBuffer buffer) {
            buffer.putLong(heartbeat.left().nanos()).putLong(heartbeat.promise().toNanos());
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
        public int kind() {
            return KIND;
        }

        @Override
        public void putNumbers(ByteBuffer buffer) {
            buffer.putLong(ack.heartbeatLeft().nanos()).putLong(ack.promise().toNanos());
        }
    }

    /** The holder's, when it has just made the other one holder. */
    record Given(Handover handover, boolean fit) implements PeerMessage {
        static final int KIND = 3;

        @Override
        public long epoch() {
            return handover.epoch();
        }

        @Override
        public int kind() {
            return KIND;
        }

        @Override
        public void putNumbers(ByteBuffer buffer) {
            buffer.putLong(handover.version()).putLong(handover.sinceEpochMillis());
        }
    }
}
