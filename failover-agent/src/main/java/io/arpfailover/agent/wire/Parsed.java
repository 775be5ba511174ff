package io.arpfailover.agent.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What came of reading a frame. */
public sealed interface Parsed {

    /** It is ARP for IPv4 over Ethernet, and well formed. */
    record Accepted(ArpFrame frame) implements Parsed {}

    /** It is not; there is one instance per reason, so that a flood of bad frames makes no garbage. */
    record Dropped(DropReason reason) implements Parsed {
        private static final Map<DropReason, Dropped> BY_REASON = Arrays.stream(DropReason.values())
                .collect(Collectors.toUnmodifiableMap(reason -> reason, Dropped::new));

        static Dropped because(DropReason reason) {
            return BY_REASON.get(reason);
        }
    }
}
