package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The holder's heartbeats: when the next is due, and which are on their way.
 *
 * <p>An ack is worth what its heartbeat asked for, counted from when that left. So only heartbeats sent in this run and
 * this epoch are answered by anything.
 */
final class Heartbeats {
    /** More than are on their way at once, unless the network is so slow that their acks are worth nothing. */
    private static final int MOST_OUT = 64;

    /** A member that waits for its first lease asks this many times as often. */
    private static final int EAGERNESS = 2;

    /** An ack with less than this part of T left is too old to be worth anything: the next one is. */
    private static final int WORTHLESS = 4;

    /**
     * Nor is one that may be over before the kernel has it: a kernel that is asked for a lease that has ended ends the one
     * that lives as well. The kernel needs 25 ms, and some more pass on the way to it.
     */
    private static final Duration LEAST_WORTH = Duration.ofMillis(40);

    private final PromiseTiming timing;
    private final Deque<Heartbeat> out = new ArrayDeque<>();
    private boolean beating;
    private MonotonicTime next = MonotonicTime.NEVER;
    private boolean wantsLong;
    private MonotonicTime nextLong = MonotonicTime.NEVER;
    private int answeredInARow;

    Heartbeats(PromiseTiming timing) {
        this.timing = timing;
    }

    /** Beats from now on, beginning at once. */
    void begin(MonotonicTime now) {
        beating = true;
        next = now;
    }

    void stop() {
        beating = false;
        wantsLong = false;
        answeredInARow = 0;
        next = MonotonicTime.NEVER;
        nextLong = MonotonicTime.NEVER;
        out.clear();
    }

    /** Asks for the long promise as well, until it is given. */
    void askLong(MonotonicTime now) {
        wantsLong = beating;
        nextLong = beating ? now : MonotonicTime.NEVER;
    }

    /** How many heartbeats in a row were answered: none between them was not, and there was no long silence. */
    int answeredInARow() {
        return answeredInARow;
    }

    void silence() {
        answeredInARow = 0;
    }

    MonotonicTime nextTimeout() {
        return MonotonicTime.earliest(next, nextLong);
    }

    /** The heartbeats that are due. */
    List<Heartbeat> onTimeout(long epoch, boolean leased, MonotonicTime now) {
        List<Heartbeat> due = new ArrayList<>();
        if (beating && now.hasReached(next)) {
            next = now.plus(
                    leased ? timing.heartbeatEvery() : timing.heartbeatEvery().dividedBy(EAGERNESS));
            due.add(new Heartbeat(epoch, now, timing.promise()));
        }
        if (beating && wantsLong && now.hasReached(nextLong)) {
            // Beside the short one, which keeps the lease while the heir writes the long promise down.
            nextLong = now.plus(timing.promise());
            due.add(new Heartbeat(epoch, now, timing.restart()));
        }
        due.forEach(this::remember);
        return due;
    }

    /** Until when a lease may last by this ack; empty when it answers nothing of ours, or too late. */
    Optional<MonotonicTime> worth(Ack ack, MonotonicTime now) {
        Heartbeat answered = new Heartbeat(ack.epoch(), ack.heartbeatLeft(), ack.promise());
        if (!out.contains(answered)) {
            return Optional.empty();
        }
        if (ack.promise().equals(timing.restart())) {
            wantsLong = false;
            nextLong = MonotonicTime.NEVER;
        }
        MonotonicTime until = answered.left().plus(answered.promise());
        if (until.isBefore(now.plus(LEAST_WORTH))
                || until.isBefore(now.plus(timing.promise().dividedBy(WORTHLESS)))) {
            return Optional.empty();
        }
        out.remove(answered);
        boolean gap = out.removeIf(earlier -> isShort(earlier) && earlier.left().isBefore(answered.left()));
        answeredInARow = gap ? 1 : answeredInARow + 1;
        return Optional.of(until);
    }

    /** The answer to a long one waits for the other member's disk. */
    private boolean isShort(Heartbeat heartbeat) {
        return heartbeat.promise().equals(timing.promise());
    }

    private void remember(Heartbeat heartbeat) {
        if (out.size() == MOST_OUT) {
            out.removeFirst();
        }
        out.addLast(heartbeat);
    }
}
