package io.arpfailover.agent.link;

import io.arpfailover.agent.wire.DropReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The running counters of one link, written by the capture thread and the sender. */
final class Tally {
    final LongAdder accepted = new LongAdder();
    final LongAdder unwanted = new LongAdder();
    final LongAdder denied = new LongAdder();
    final LongAdder own = new LongAdder();
    final LongAdder otherVlan = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder notSent = new LongAdder();
    final LongAdder opened = new LongAdder();
    /** Complete from the start and never changed afterwards, so that two threads may read it. */
    private final Map<DropReason, LongAdder> malformed = new EnumMap<>(DropReason.class);

    Tally() {
        for (DropReason reason : DropReason.values()) {
            malformed.put(reason, new LongAdder());
        }
    }

    void malformed(DropReason reason) {
        malformed.get(reason).increment();
    }

    LinkCounters snapshot() {
        Map<DropReason, Long> byReason = new EnumMap<>(DropReason.class);
        malformed.forEach((reason, count) -> {
            if (count.sum() > 0) {
                byReason.put(reason, count.sum());
            }
        });
        return new LinkCounters(
                accepted.sum(),
                unwanted.sum(),
                byReason,
                denied.sum(),
                own.sum(),
                otherVlan.sum(),
                sent.sum(),
                notSent.sum(),
                opened.sum());
    }
}
