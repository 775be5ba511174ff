package io.arpfailover.agent.peer;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What came of reading a datagram. */
public sealed interface PeerReading {

    /** It was made with our secret and makes sense; whether its sender may speak now is the guard's question. */
    record Accepted(PeerDatagram datagram) implements PeerReading {}

    /** It is refused; there is one instance per reason, so that a flood of bad datagrams makes no garbage here. */
    record Dropped(PeerDrop reason) implements PeerReading {
        private static final Map<PeerDrop, Dropped> BY_REASON =
                Arrays.stream(PeerDrop.values()).collect(Collectors.toUnmodifiableMap(reason -> reason, Dropped::new));

        static Dropped because(PeerDrop reason) {
            return BY_REASON.get(reason);
        }
    }
}
