package io.arpfailover.agent.announce;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The frames of one address that did not leave, to be handed over again a bounded number of times. */
final class Resends {
    private final AnnounceTiming timing;
    /** At most one of each kind and urgency: six. */
    private final Set<Outbound> unsent = new LinkedHashSet<>();

    private MonotonicTime deadline = MonotonicTime.NEVER;
    private int resends;
    private boolean failing;

    Resends(AnnounceTiming timing) {
        this.timing = timing;
    }

    /** All frames are handed over anew: what waited here is among them. */
    void begin() {
        unsent.clear();
        deadline = MonotonicTime.NEVER;
        resends = 0;
    }

    void left(Outbound outbound) {
        unsent.remove(outbound);
        if (unsent.isEmpty()) {
            begin();
            failing = false;
        }
    }

    /** Whether it is kept for another try. */
    boolean keep(Outbound outbound, MonotonicTime now) {
        if (resends == timing.resends()) {
            unsent.remove(outbound);
            return false;
        }
        unsent.add(outbound);
        if (deadline.equals(MonotonicTime.NEVER)) {
            deadline = now.plus(timing.resendAfter(resends));
        }
        return true;
    }

    /** Whether the failure is news. */
    boolean isFirstFailure() {
        boolean first = !failing;
        failing = true;
        return first;
    }

    /** What is to be handed over again now; it stays unsent until {@link #left} says otherwise. */
    List<Outbound> onTimeout(MonotonicTime now) {
        if (now.isBefore(deadline)) {
            return List.of();
        }
        resends++;
        deadline = MonotonicTime.NEVER;
        return List.copyOf(unsent);
    }

    MonotonicTime nextTimeout() {
        return deadline;
    }
}
