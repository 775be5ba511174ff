package io.arpfailover.agent.proxy;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Requests whose answers wait for their time, oldest first. So few that looking at each of them costs nothing. */
final class Delayed {
    private final int most;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    Delayed(int most) {
        this.most = most;
    }

    private record Waiting(ArpFrame request, MonotonicTime due) {}

    /** Adds one; says whether the oldest had to go for it. */
    boolean add(ArpFrame request, MonotonicTime due) {
        boolean full = waiting.size() == most;
        if (full) {
            waiting.removeFirst();
        }
        waiting.addLast(new Waiting(request, due));
        return full;
    }

    MonotonicTime next() {
        return waiting.stream().map(Waiting::due).reduce(MonotonicTime.NEVER, MonotonicTime::earliest);
    }

    /** Takes out those whose time has come. */
    List<ArpFrame> due(MonotonicTime now) {
        List<ArpFrame> due = new ArrayList<>();
        waiting.removeIf(entry -> now.hasReached(entry.due()) && due.add(entry.request()));
        return due;
    }

    /** Takes out all that ask for this address, and says how many. */
    int drop(Ipv4Address address) {
        int before = waiting.size();
        waiting.removeIf(entry -> entry.request().packet().targetIp().equals(address));
        return before - waiting.size();
    }
}
