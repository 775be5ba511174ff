package io.arpfailover.agent.peer;

import java.util.Arrays;

/**
 * Fuzzed: any octets are an answer, never an exception. Nobody guesses an HMAC, so every input is read a second time with
 * the right one at its end: as what somebody who knows the secret could send.
 */
public final class PeerCodecTarget {
    private static final PeerCodec CODEC = new PeerCodec(Samples.SECRET);

    private PeerCodecTarget() {}

    /** The name by which Jazzer finds it. */
    public static void fuzzerTestOneInput(byte[] octets) {
        PeerReading unused = CODEC.decode(octets, octets.length);
        byte[] signed = Samples.signedAgain(Arrays.copyOf(octets, octets.length + PeerCodec.MAC_OCTETS));
        if (CODEC.decode(signed, signed.length) instanceof PeerReading.Accepted accepted
                && !Arrays.equals(CODEC.encode(accepted.datagram()), signed)) {
            throw new AssertionError("read " + accepted + ", but sent it would be another");
        }
    }
}
