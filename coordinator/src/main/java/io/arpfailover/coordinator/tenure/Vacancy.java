package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/**
 * How long the tenure has named nobody.
 *
 * <p>A vacant tenure is a new cluster's, or one whose record somebody deleted and a restarted member made again: then
 * the last holder may still have a lease, and its record no longer says so. So a vacancy counts after one lease; and
 * for a member that has seen the tenure held, after the long promise on which that lease may have rested. One that has
 * not cannot tell such a record from a new cluster's, which shall not wait for so long.
 */
final class Vacancy {
    private final Duration longestPromise;
    private boolean wasHeld;
    private boolean lasted;
    private MonotonicTime lastsFrom = MonotonicTime.NEVER;

    /**
     * Not vacant yet.
     *
     * @param longestPromise for how long a promise may be kept that a holder's lease rested on; zero if none is given
     */
    Vacancy(Duration longestPromise) {
        this.longestPromise = longestPromise;
    }

    /** The tenure as it was read, at a time when a lease on ZooKeeper would last this long. */
    void read(Tenure tenure, Duration lease, MonotonicTime now) {
        if (tenure.holder().isPresent()) {
            wasHeld = true;
            forget();
        } else if (!lasted && lastsFrom.equals(MonotonicTime.NEVER)) {
            boolean promiseIsLonger = wasHeld && longestPromise.compareTo(lease) > 0;
            lastsFrom = now.plus(promiseIsLonger ? longestPromise : lease);
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
