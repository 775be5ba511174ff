package io.arpfailover.agent.scan;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.List;

/**
 * An address that answered.
 *
 * @param address which
 * @param macs who answered for it, the first one first; at most {@link #MOST_MACS}
 * @param took from the question to the first answer
 */
public record ScanHost(Ipv4Address address, List<MacAddress> macs, Duration took) {
    /** Who answers with ever new MACs is known well enough by these. */
    public static final int MOST_MACS = 16;

    public ScanHost {
        macs = List.copyOf(macs);
    }

    /** Whether two stations say that they have it. */
    public boolean isDuplicate() {
        return macs.size() > 1;
    }
}
