package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/**
 * How long the tenure has named nobody.
 *
 * <p>A vacant tenure is a new cluster's, or one whose record somebody deleted and a restarted member made again: then
 * the last holder may still have a lease, and its record no longer says so. So a vacancy counts after one lease.
 */
final class Vacancy {
    private boolean lasted;
    private MonotonicTime lastsFrom = MonotonicTime.NEVER;

    /** The tenure as it was read, at a time when a lease on ZooKeeper would last this long. */
    void read(Tenure tenure, Duration lease, MonotonicTime now) {
        if (tenure.holder().isPresent()) {
            forget();
        } else if (!lasted && lastsFrom.equals(MonotonicTime.NEVER)) {
            lastsFrom = now.plus(lease);
        }
    }

    void forget() {
        lasted = false;
        lastsFrom = MonotonicTime.NEVER;
    }

    /** Whether no lease from before can be left. */
    boolean hasLasted() {
        return lasted;
    }

    MonotonicTime nextTimeout() {
        return lastsFrom;
    }

    void onTimeout(MonotonicTime now) {
        if (now.hasReached(lastsFrom)) {
            lasted = true;
            lastsFrom = MonotonicTime.NEVER;
        }
    }
}
