package io.arpfailover.agent.proxying;

import io.arpfailover.agent.proxy.ProxyRight;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.Optional;

/** The right to answer that whoever holds the shared addresses has. One thread writes it, any reads it. */
final class HolderRight {
    private static final Term NONE = new Term(MonotonicTime.NEVER, ProxyRight.NONE);

    private volatile Term term = NONE;

    /**
     * One time of holding, however often its lease is renewed.
     *
     * @param since frames that came before this instant were another's to answer
     */
    record Term(MonotonicTime since, ProxyRight right) {
        ProxyRight rightAbout(MonotonicTime arrival) {
            return arrival.isBefore(since) ? ProxyRight.NONE : right;
        }
    }

    Term term() {
        return term;
    }

    /**
     * The shared addresses are held until then, or not at all.
     *
     * @return whether a term began or ended with that
     */
    boolean heldUntil(Optional<MonotonicTime> until, MonotonicTime now) {
        Term before = term;
        if (until.isEmpty()) {
            term = NONE;
            return !before.equals(NONE);
        }
        boolean goesOn = before.right().holds(now);
        if (!goesOn || !before.right().until().equals(until.get())) {
            term = new Term(goesOn ? before.since() : now, new ProxyRight(until.get()));
        }
        return !goesOn;
    }

    /** The lease is replaced by one that ends then: what it loses is lost at once, what it gains waits for the turn's end. */
    void atMost(MonotonicTime until) {
        Term before = term;
        if (until.isBefore(before.right().until())) {
            term = new Term(before.since(), new ProxyRight(until));
        }
    }

    void end() {
        term = NONE;
    }
}
