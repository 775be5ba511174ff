package io.arpfailover.agent.inspect;

import java.time.Duration;

/**
 * Fuzzed: one long-lived inspector judges whatever comes, every frame 10 ms after the one before, and never throws. The
 * addresses of its LAN are in the inputs that are kept.
 */
public final class InspectorTarget {
    private static final Duration APART = Duration.ofMillis(10);
    private static final TestLan LAN = new TestLan(Policy.DEFAULT).bound(TestLan.HOST, TestLan.A);

    private InspectorTarget() {}

    /** The name by which Jazzer finds it. */
    public static void fuzzerTestOneInput(byte[] octets) {
        LAN.now = LAN.now.plus(APART);
        Inspection unused = LAN.inspector.inspect(octets, octets.length, LAN.now);
        if (LAN.now.hasReached(LAN.inspector.nextTimeout())
                && LAN.inspector.onTimeout(LAN.now).size() > 1000) {
            throw new AssertionError("findings without end");
        }
    }
}
