package io.arpfailover.coordinator.election;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The turn as the tenure of a cluster decides it: it is that member's whom the tenure names. Writes nothing. Does no I/O
 * and reads no clock; one thread.
 *
 * <p>A read that found our member named, from the ensemble's leader, is worth a turn from when it left; and a member
 * that is named anew waits until every read of its predecessor is worth nothing any more.
 */
public final class NamedTurn {
    private final TurnTiming timing;

    private boolean named;
    private long epoch;
    private MonotonicTime waitUntil = MonotonicTime.NEVER;

    private boolean ours;
    private MonotonicTime until = MonotonicTime.NEVER;
    private MonotonicTime nextRead = MonotonicTime.NEVER;

    public NamedTurn(TurnTiming timing) {
        this.timing = timing;
    }

    /** Begins, is connected again, or a watch told of a change: reads. */
    public List<TurnEffect> changed(MonotonicTime now) {
        return read(now);
    }

    /**
     * The tenure was read.
     *
     * @param left when the read left
     * @param namesUs whether it names our member
     * @param readEpoch its epoch; an older one than before is a late answer
     */
    public List<TurnEffect> seen(MonotonicTime left, boolean namesUs, long readEpoch, MonotonicTime now) {
        if (readEpoch < epoch) {
            return List.of();
        }
        if (namesUs && (!named || readEpoch > epoch)) {
            waitUntil = now.plus(timing.patience());
        }
        List<TurnEffect> effects = new ArrayList<>();
        if (!namesUs || readEpoch > epoch) {
            effects.addAll(over("the tenure names another, or did"));
        }
        named = namesUs;
        epoch = readEpoch;
        MonotonicTime end = left.plus(timing.length());
        if (named && now.hasReached(waitUntil) && now.isBefore(end)) {
            effects.add(new TurnEffect.OursUntil(end, !ours));
            ours = true;
            until = end;
        }
        return List.copyOf(effects);
    }

    /** There is no tenure, or it cannot be read: nobody's turn. */
    public List<TurnEffect> unreadable(MonotonicTime now) {
        named = false;
        waitUntil = now.plus(timing.patience());
        return over("there is no tenure to read");
    }

    public MonotonicTime nextTimeout() {
        return ours ? MonotonicTime.earliest(until, nextRead) : nextRead;
    }

    public List<TurnEffect> onTimeout(MonotonicTime now) {
        List<TurnEffect> effects = new ArrayList<>();
        if (ours && now.hasReached(until)) {
            effects.addAll(over("the tenure could not be read in time"));
        }
        if (now.hasReached(nextRead)) {
            effects.addAll(read(now));
        }
        return List.copyOf(effects);
    }

    private List<TurnEffect> read(MonotonicTime now) {
        nextRead = now.plus(timing.renewal());
        return List.of(new TurnEffect.Read());
    }

    private List<TurnEffect> over(String cause) {
        if (!ours) {
            return List.of();
        }
        ours = false;
        until = MonotonicTime.NEVER;
        return List.of(new TurnEffect.Over(cause));
    }
}
