package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.Ipv4Address;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The packets that wait for answers, one queue for each destination; bounded as {@link ResolverLimits} says. */
final class PendingPackets<P> {
    private final ResolverLimits limits;
    private final ToIntFunction<P> octets;
    private final Map<Ipv4Address, Queue<P>> queues = new HashMap<>();
    private long allOctets;

    PendingPackets(ResolverLimits limits, ToIntFunction<P> octets) {
        this.limits = limits;
        this.octets = octets;
    }

    /**
     * Appends a packet. Returns those for which there is no room now: the oldest for the same destination, and the
     * packet itself only when it is too large for an empty queue.
     */
    List<P> add(Ipv4Address destination, P packet) {
        Queue<P> queue = queues.computeIfAbsent(destination, none -> new Queue<>());
        List<P> dropped = new ArrayList<>();
        append(queue, packet);
        while (isTooMuch(queue)) {
            dropped.add(removeOldest(queue));
        }
        if (queue.packets.isEmpty()) {
            queues.remove(destination);
        }
        return dropped;
    }

    /** All that wait for it, the oldest first; none of them waits any more. */
    List<P> takeAll(Ipv4Address destination) {
        Queue<P> queue = queues.remove(destination);
        if (queue == null) {
            return List.of();
        }
        allOctets -= queue.octets;
        return List.copyOf(queue.packets);
    }

    int count(Ipv4Address destination) {
        Queue<P> queue = queues.get(destination);
        return queue == null ? 0 : queue.packets.size();
    }

    private boolean isTooMuch(Queue<P> queue) {
        boolean tooMany = queue.packets.size() > limits.queuedPackets();
        boolean tooLarge = queue.octets > limits.queuedOctets() || allOctets > limits.allQueuedOctets();
        return !queue.packets.isEmpty() && (tooMany || tooLarge);
    }

    private void append(Queue<P> queue, P packet) {
        int size = octets.applyAsInt(packet);
        queue.packets.addLast(packet);
        queue.octets += size;
        allOctets += size;
    }

    private P removeOldest(Queue<P> queue) {
        P oldest = queue.packets.removeFirst();
        int size = octets.applyAsInt(oldest);
        queue.octets -= size;
        allOctets -= size;
        return oldest;
    }

    private static final class Queue<P> {
        final Deque<P> packets = new ArrayDeque<>();
        long octets;
    }
}
