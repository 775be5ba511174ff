package io.arpfailover.agent.peer;

import io.arpfailover.coordinator.tenure.Ack;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Handover;
import io.arpfailover.coordinator.tenure.Heartbeat;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** A pair of servers, a and b, and what they say to each other. */
final class Samples {
    static final ClusterName WEB = new ClusterName("web");
    static final NodeName A = new NodeName("a");
    static final NodeName B = new NodeName("b.example-2");
    static final Incarnation A_NOW = Incarnation.parse("0123456789abcdef");
    static final Incarnation B_NOW = Incarnation.parse("fedcba9876543210");
    static final PeerEndpoint AT_A = PeerEndpoint.parse("10.77.0.1:65535").orElseThrow();
    static final PeerEndpoint AT_B = PeerEndpoint.parse("10.77.0.2:5227").orElseThrow();
    static final PeerSecret SECRET = secret("0123456789abcdef0123456789abcdef");

    static final Heartbeat HEARTBEAT = new Heartbeat(3, new MonotonicTime(1_000_000_000), Duration.ofMillis(500));
    static final PeerMessage BEAT = new PeerMessage.Beat(HEARTBEAT, true);
    static final PeerMessage PROMISE = new PeerMessage.Promise(Ack.of(HEARTBEAT), false);

    static final PeerMessage GIVEN = new PeerMessage.Given(new Handover(4, 9, 1_700_000_000_000L, "for Zoë"), true);

    private Samples() {}

    static PeerSecret secret(String text) {
        return PeerSecret.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    static PeerDatagram fromA(long counter) {
        return new PeerDatagram(WEB, A, A_NOW, B_NOW, counter, AT_B, BEAT);
    }

    static PeerDatagram fromB(long counter) {
        return new PeerDatagram(WEB, B, B_NOW, A_NOW, counter, AT_A, PROMISE);
    }

    static PeerDatagram handover(long counter) {
        return new PeerDatagram(WEB, A, A_NOW, B_NOW, counter, AT_B, GIVEN);
    }

    /** The octets with an HMAC that fits them, whatever they say. */
    static byte[] signedAgain(byte[] octets) {
        int signed = octets.length - PeerCodec.MAC_OCTETS;
        byte[] mac = SECRET.mac().doFinal(Arrays.copyOf(octets, signed));
        byte[] again = octets.clone();
        System.arraycopy(mac, 0, again, signed, mac.length);
        return again;
    }
}
