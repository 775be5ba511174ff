package io.arpfailover.coordinator.election;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One candidate's part in taking turns. Does no I/O and reads no clock; one thread.
 *
 * <p>The turn is a lease: a compare-and-set that took effect is worth {@link TurnTiming#length} from when it left. The
 * others take the turn only by a compare-and-set of a version they have seen unchanged for longer than that. So the
 * holder's last renewal either is older than its lease, or made their call fail. What is read never extends a lease, and
 * neither does a call whose answer was lost: the record is read, and the next call counts.
 */
public final class TurnProtocol {
    private final Candidate self;
    private final TurnTiming timing;

    private Optional<VersionedTurn> known = Optional.empty();
    /** When the record was first known to be as it is. */
    private MonotonicTime knownSince = MonotonicTime.NEVER;

    private boolean ours;
    private MonotonicTime until = MonotonicTime.NEVER;

    private boolean calling;
    private long call;
    private MonotonicTime callLeft = MonotonicTime.NEVER;

    /** The record may be another than the one known: nothing is written before it has been read. */
    private boolean outdated = true;

    /** After a call without an answer, the next one waits: a store that refuses all would be asked without end. */
    private MonotonicTime quietUntil = new MonotonicTime(Long.MIN_VALUE);

    private MonotonicTime nextAct = MonotonicTime.NEVER;
    private Leaving leaving = Leaving.STAYS;

    private enum Leaving {
        STAYS,
        LEAVES,
        LEFT
    }

    public TurnProtocol(Candidate self, TurnTiming timing) {
        this.self = self;
        this.timing = timing;
    }

    /** Begins, or there is a connection again: what happened meanwhile is not known. */
    public List<TurnEffect> connected(MonotonicTime now) {
        return leaving == Leaving.LEFT ? List.of() : read(now);
    }

    /** The record was read, or a watch told. May be late, and may repeat. */
    public List<TurnEffect> seen(VersionedTurn record, MonotonicTime now) {
        if (leaving == Leaving.LEFT) {
            return List.of();
        }
        List<TurnEffect> effects = new ArrayList<>();
        if (known.isEmpty() || record.isNewerThan(known.get())) {
            note(record, now);
            if (!record.turn().isOf(self)) {
                effects.addAll(over("the turn is another's: "
                        + record.turn().holder().map(Candidate::text).orElse("nobody's")));
            }
        }
        outdated &= !record.equals(known.orElseThrow());
        effects.addAll(act(now));
        return List.copyOf(effects);
    }

    /** The answer to {@link TurnEffect.Write}; one that is not awaited any more changes nothing. */
    public List<TurnEffect> answered(long answeredCall, TurnAnswer answer, MonotonicTime now) {
        if (!calling || answeredCall != call || leaving == Leaving.LEFT) {
            return List.of();
        }
        calling = false;
        if (answer instanceof TurnAnswer.Applied applied) {
            return applied(applied.now(), now);
        }
        if (answer instanceof TurnAnswer.Unknown) {
            quietUntil = now.plus(timing.renewal());
        }
        List<TurnEffect> effects = new ArrayList<>(lapse(now));
        effects.addAll(read(now));
        return List.copyOf(effects);
    }

    /** Gives the turn up for good, and tells the others if it was ours; {@link TurnEffect.Left} is the last effect. */
    public List<TurnEffect> leave(MonotonicTime now) {
        if (leaving != Leaving.STAYS) {
            return List.of();
        }
        leaving = Leaving.LEAVES;
        List<TurnEffect> effects = new ArrayList<>(over("leaving"));
        if (!calling) {
            effects.addAll(act(now));
        }
        return List.copyOf(effects);
    }

    public MonotonicTime nextTimeout() {
        if (leaving == Leaving.LEFT) {
            return MonotonicTime.NEVER;
        }
        return ours ? MonotonicTime.earliest(until, nextAct) : nextAct;
    }

    public List<TurnEffect> onTimeout(MonotonicTime now) {
        if (now.isBefore(nextTimeout())) {
            return List.of();
        }
        List<TurnEffect> effects = new ArrayList<>(lapse(now));
        if (now.hasReached(nextAct)) {
            effects.addAll(act(now));
        }
        return List.copyOf(effects);
    }

    /** Whose turn it is, as far as is known. */
    public Optional<Turn> turn() {
        return known.map(VersionedTurn::turn);
    }

    private void note(VersionedTurn record, MonotonicTime now) {
        known = Optional.of(record);
        knownSince = now;
    }

    /** The next step that is due, if there is one; else sets the time for it. */
    private List<TurnEffect> act(MonotonicTime now) {
        nextAct = MonotonicTime.NEVER;
        if (calling) {
            return List.of();
        }
        if (outdated) {
            return read(now);
        }
        VersionedTurn record = known.orElseThrow();
        boolean named = record.turn().isOf(self);
        if (leaving == Leaving.LEAVES && !named) {
            return left();
        }
        MonotonicTime due = MonotonicTime.latest(quietUntil, dueTime(record, named, now));
        if (now.hasReached(due)) {
            boolean leaves = leaving == Leaving.LEAVES;
            return write(record, leaves ? record.turn().vacant() : record.turn().takenBy(self), now);
        }
        nextAct = due;
        return List.of();
    }

    /**
     * A renewal comes in time while our lease lives, and at once when it does not, since nobody else wrote. Who finds
     * the record new waits as if it were held: it may have been made anew while somebody held the one before.
     */
    private MonotonicTime dueTime(VersionedTurn record, boolean named, MonotonicTime now) {
        if (named) {
            return ours ? callLeft.plus(timing.renewal()) : now;
        }
        boolean vacated = record.turn().holder().isEmpty() && record.version() > 0;
        return vacated ? knownSince : knownSince.plus(timing.patience());
    }

    private List<TurnEffect> write(VersionedTurn expected, Turn next, MonotonicTime now) {
        calling = true;
        call++;
        callLeft = now;
        return List.of(new TurnEffect.Write(call, expected, next));
    }

    private List<TurnEffect> read(MonotonicTime now) {
        outdated = true;
        nextAct = now.plus(timing.renewal()); // should the answer be lost
        return List.of(new TurnEffect.Read());
    }

    private List<TurnEffect> applied(VersionedTurn record, MonotonicTime now) {
        boolean stillSo = known.isEmpty() || !known.get().isNewerThan(record);
        if (stillSo) {
            note(record, now);
            outdated = false;
        }
        List<TurnEffect> effects = new ArrayList<>();
        MonotonicTime end = callLeft.plus(timing.length());
        if (stillSo && record.turn().isOf(self) && leaving == Leaving.STAYS && now.isBefore(end)) {
            effects.add(new TurnEffect.OursUntil(end, !ours));
            ours = true;
            until = end;
        }
        effects.addAll(lapse(now));
        effects.addAll(act(now));
        return List.copyOf(effects);
    }

    private List<TurnEffect> lapse(MonotonicTime now) {
        return ours && now.hasReached(until) ? over("not renewed in time") : List.of();
    }

    private List<TurnEffect> over(String cause) {
        if (!ours) {
            return List.of();
        }
        ours = false;
        until = MonotonicTime.NEVER;
        return List.of(new TurnEffect.Over(cause));
    }

    private List<TurnEffect> left() {
        leaving = Leaving.LEFT;
        nextAct = MonotonicTime.NEVER;
        return List.of(new TurnEffect.Left());
    }
}
