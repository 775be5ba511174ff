package io.arpfailover.agent.takeover;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which of the addresses are on the interface, and which to put there or take off next.
 *
 * <p>A slice at a time, one in each turn, so that a thousand addresses do not keep a heartbeat waiting. While they are in
 * place the kernel is told again and again how long they may stay: the backstop under the lease.
 */
final class Placement {
    /** So many addresses take the kernel a few milliseconds. */
    static final int SLICE = 32;

    private static final Duration REFRESH = Duration.ofMillis(500);

    private enum State {
        ABSENT,
        PLACING,
        PLACED,
        REMOVING
    }

    private final List<Ipv4Address> addresses;
    private State state = State.ABSENT;
    private int next;
    private MonotonicTime due = MonotonicTime.NEVER;

    Placement(List<Ipv4Address> addresses) {
        this.addresses = addresses;
    }

    /** Puts them in place, the first slice now. */
    void place(MonotonicTime now) {
        start(State.PLACING, now);
    }

    /** Takes off what is there, the first slice then. */
    void remove(MonotonicTime from) {
        start(State.REMOVING, from);
    }

    /** What was to be removed later is removed now. */
    void removeNow(MonotonicTime now) {
        if (state == State.REMOVING) {
            due = now;
        }
    }

    boolean isPlacing() {
        return state == State.PLACING;
    }

    MonotonicTime nextTimeout() {
        return due;
    }

    /** What to do with the next slice, when it is due. */
    Optional<Effect> onTimeout(Optional<MonotonicTime> leaseEnd, MonotonicTime now) {
        if (!now.hasReached(due)) {
            return Optional.empty();
        }
        return switch (state) {
            case ABSENT -> Optional.empty();
            case PLACING, PLACED -> leaseEnd.map(end -> new Effect.AssignAddresses(slice(now), now.until(end)));
            case REMOVING -> Optional.of(new Effect.RemoveAddresses(slice(now)));
        };
    }

    /** The addresses were put there, or prolonged; tells whether with them all are in place for the first time. */
    boolean assigned(List<Ipv4Address> part) {
        boolean last = part.get(part.size() - 1).equals(addresses.get(addresses.size() - 1));
        if (state != State.PLACING || !last) {
            return false;
        }
        state = State.PLACED;
        return true;
    }

    private void start(State begun, MonotonicTime now) {
        state = begun;
        next = 0;
        due = now;
    }

    private List<Ipv4Address> slice(MonotonicTime now) {
        int from = next;
        int to = Math.min(from + SLICE, addresses.size());
        next = to % addresses.size();
        due = dueAfter(now);
        if (state == State.REMOVING && next == 0) {
            state = State.ABSENT;
            due = MonotonicTime.NEVER;
        }
        return addresses.subList(from, to);
    }

    private MonotonicTime dueAfter(MonotonicTime now) {
        boolean urgent = next != 0 && state != State.PLACED;
        int slices = (addresses.size() + SLICE - 1) / SLICE;
        return urgent ? now : now.plus(REFRESH.dividedBy(state == State.PLACED ? slices : 1));
    }
}
