package io.arpfailover.agent.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * The calls that wait, in the order in which they came.
 *
 * <p>When there is no room, the oldest is dropped that a later one supersedes: one that tells how things stood. If there
 * is none, a call that tells how things stand takes the place of the oldest that does not, and any other is refused. So
 * what tells how things stand now is never dropped. Any thread.
 */
final class HookQueue {
    private final Deque<HookCall> calls = new ArrayDeque<>();
    private final int most;

    /**
     * @param most how many may wait, at least 1
     */
    HookQueue(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("room for " + most);
        }
        this.most = most;
    }

    /** Takes a call in, and gives the one that is dropped for want of room: an older one, or this. */
    synchronized Optional<HookCall> offer(HookCall call) {
        Optional<HookCall> dropped = calls.size() < most ? Optional.empty() : makeRoomFor(call);
        if (dropped.isEmpty() || dropped.get() != call) {
            calls.addLast(call);
        }
        return dropped;
    }

    /** The next one to run. */
    synchronized Optional<HookCall> poll() {
        return Optional.ofNullable(calls.pollFirst());
    }

    synchronized int size() {
        return calls.size();
    }

    synchronized void clear() {
        calls.clear();
    }

    private Optional<HookCall> makeRoomFor(HookCall call) {
        int states = (int) calls.stream().filter(HookCall::tellsState).count() + (call.tellsState() ? 1 : 0);
        if (states > 1) {
            return Optional.of(removeOldest(true));
        }
        return Optional.of(call.tellsState() ? removeOldest(false) : call);
    }

    private HookCall removeOldest(boolean thatTellsState) {
        for (Iterator<HookCall> each = calls.iterator(); each.hasNext(); ) {
            HookCall call = each.next();
            if (call.tellsState() == thatTellsState) {
                each.remove();
                return call;
            }
        }
        throw new IllegalStateException("nothing to drop");
    }
}
