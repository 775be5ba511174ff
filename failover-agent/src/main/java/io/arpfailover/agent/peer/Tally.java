package io.arpfailover.agent.peer;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The running counters of a link as a whole, written by its receiver and by the sender. */
final class Tally {
    final LongAdder receiveFailures = new LongAdder();
    final LongAdder cardFaults = new LongAdder();
    /** Complete from the start and never changed afterwards, so that two threads may read it. */
    private final Map<PeerDrop, LongAdder> dropped = new EnumMap<>(PeerDrop.class);

    Tally() {
        for (PeerDrop reason : PeerDrop.values()) {
            dropped.put(reason, new LongAdder());
        }
    }

    void dropped(PeerDrop reason) {
        dropped.get(reason).increment();
    }

    PeerCounters snapshot(List<PathStatus> paths) {
        Map<PeerDrop, Long> byReason = new EnumMap<>(PeerDrop.class);
        dropped.forEach((reason, count) -> {
            if (count.sum() > 0) {
                byReason.put(reason, count.sum());
            }
        });
        return new PeerCounters(
                paths.stream().mapToLong(PathStatus::received).sum(),
                byReason,
                paths.stream().mapToLong(PathStatus::sent).sum(),
                paths.stream().mapToLong(PathStatus::notSent).sum(),
                receiveFailures.sum(),
                cardFaults.sum());
    }
}
