package io.arpfailover.agent.takeover;

import io.arpfailover.agent.health.MoveLimit;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;

/**
 * When the holder moves the addresses of its own choice: because it should not serve, or because another member is
 * preferred. Never more often than the limit allows.
 */
final class OwnMoves {
    private static final Duration WINDOW = Duration.ofHours(1);

    private Failback failback;
    private final MoveLimit limit;
    private long latestEpoch = -1;
    private MonotonicTime retryAt = MonotonicTime.NEVER;
    private Optional<NodeName> fitNode = Optional.empty();
    private MonotonicTime dueBackAt = MonotonicTime.NEVER;
    private boolean dueBack;
    private boolean tolerated;

    OwnMoves(Failback failback, int perHour) {
        this.failback = failback;
        this.limit = new MoveLimit(perHour, WINDOW);
    }

    /** The rules are these from now on; the moves there were count, a fail-back's delay begins again. */
    void reconfigure(Failback next, int perHour, MonotonicTime now) {
        limit.mostIs(perHour);
        if (!failback.equals(next)) {
            failback = next;
            heirIs(Optional.empty(), now);
        }
    }

    /** The tenure has this epoch now. The first one seen is no move. */
    void seen(long epoch, MonotonicTime now) {
        if (latestEpoch >= 0 && epoch > latestEpoch) {
            limit.note(epoch, now);
        }
        latestEpoch = Math.max(latestEpoch, epoch);
    }

    /** The other member that could take over now, if one can. */
    void heirIs(Optional<NodeName> heir, MonotonicTime now) {
        if (heir.equals(fitNode)) {
            return;
        }
        fitNode = heir;
        dueBack = false;
        dueBackAt = failback instanceof Failback.Preferred preferred && heir.equals(Optional.of(preferred.node()))
                ? now.plus(preferred.delay())
                : MonotonicTime.NEVER;
    }

    /** A person has moved the addresses here knowing why they had better be elsewhere. */
    void tolerate() {
        tolerated = true;
    }

    /** The reason not to serve here, unless a person has overruled it; that ends with the reason. */
    Optional<String> unlessTolerated(Optional<String> reservation) {
        tolerated = tolerated && reservation.isPresent();
        return tolerated ? Optional.empty() : reservation;
    }

    /** We serve no more: what was true of this holding is over. */
    void holdingEnded(MonotonicTime now) {
        tolerated = false;
        heirIs(Optional.empty(), now);
    }

    /** Whether a move was tried a moment ago. */
    boolean isResting() {
        return !retryAt.equals(MonotonicTime.NEVER);
    }

    /** Whether the preferred member has been fit for long enough to have the addresses back. */
    boolean isDueBack() {
        return dueBack && !isResting();
    }

    /** The preferred member; only when it is due. */
    NodeName dueBackTo() {
        return fitNode.orElseThrow();
    }

    /** Whether one more move stays within the limit. */
    boolean withinLimit(MonotonicTime now) {
        return limit.allows(now);
    }

    /** A move was tried, or would have been too much: not again before this. */
    void notBefore(MonotonicTime again) {
        retryAt = again;
    }

    /** When one more move stays within the limit. */
    MonotonicTime allowsAgain(MonotonicTime now) {
        return limit.allowsAgain(now);
    }

    MonotonicTime nextTimeout() {
        return MonotonicTime.earliest(retryAt, dueBackAt);
    }

    void onTimeout(MonotonicTime now) {
        if (now.hasReached(retryAt)) {
            retryAt = MonotonicTime.NEVER;
        }
        if (now.hasReached(dueBackAt)) {
            dueBackAt = MonotonicTime.NEVER;
            dueBack = true;
        }
    }
}
