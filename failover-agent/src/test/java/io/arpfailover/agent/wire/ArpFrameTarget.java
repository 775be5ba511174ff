package io.arpfailover.agent.wire;

/** Fuzzed: any octets are an answer, never an exception, and what was accepted can be sent and read again. */
public final class ArpFrameTarget {
    private ArpFrameTarget() {}

    /** The name by which Jazzer finds it. */
    public static void fuzzerTestOneInput(byte[] octets) {
        Parsed parsed = ArpFrame.parse(octets, octets.length);
        if (parsed instanceof Parsed.Accepted accepted) {
            byte[] again = accepted.frame().encode();
            if (!ArpFrame.parse(again, again.length).equals(parsed)) {
                throw new AssertionError("read " + parsed + ", but sent it would be another");
            }
        }
    }
}
