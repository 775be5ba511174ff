package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.tenure.TenureEffect.LeaseUntil;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;

/** Until when the kernel may pass the addresses, and how much of that the other member's promise is good for. */
final class Lease {
    private boolean live;
    private MonotonicTime until = MonotonicTime.NEVER;
    private boolean promised;
    private MonotonicTime promisedUntil = MonotonicTime.NEVER;

    boolean isLive() {
        return live;
    }

    /** When it ends; {@link MonotonicTime#NEVER} when there is none. */
    MonotonicTime end() {
        return live ? until : MonotonicTime.NEVER;
    }

    /** It lasts until then at least. */
    List<TenureEffect> extendTo(MonotonicTime later) {
        return live && until.hasReached(later) ? List.of() : set(later);
    }

    /** The other member promised until then. */
    List<TenureEffect> extendByPromise(MonotonicTime later) {
        promisedUntil = promised ? MonotonicTime.latest(promisedUntil, later) : later;
        promised = true;
        return extendTo(later);
    }

    /** It lasts as long as the latest promise, and no longer (rule 4); without one it is over, for this cause. */
    List<TenureEffect> replaceByPromise(String cause, MonotonicTime now) {
        if (!live || (promised && promisedUntil.equals(until))) {
            return List.of();
        }
        return promised && now.isBefore(promisedUntil) ? set(promisedUntil) : over(cause);
    }

    List<TenureEffect> over(String cause) {
        promised = false;
        if (!live) {
            return List.of();
        }
        live = false;
        return List.of(new TenureEffect.LeaseOver(cause));
    }

    private List<TenureEffect> set(MonotonicTime end) {
        LeaseUntil effect = new LeaseUntil(end, live);
        live = true;
        until = end;
        return List.of(effect);
    }
}
