package io.arpfailover.agent.announce;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds back the frames of one interface so that no window of a second has more than its {@link Pace}, and no turn of
 * the loop more than {@link #BUNCH}: a thousand addresses must not keep it from a heartbeat. Orders those that wait by
 * {@link Lane}. One thread.
 *
 * <p>A frame equal to one that waits already is not queued twice; both are answered by the one that leaves. When the
 * queue is full, the oldest frame of the last lane that is behind the new one's gives way, else the new one is dropped.
 * Whoever submits must ask {@link #takeDropped} afterwards and answer those frames as not sent.
 */
public final class Pacer {
    /** The most frames that leave in one turn, a millisecond's work; the others are due at once in the next. */
    public static final int BUNCH = 64;

    private final TokenBucket bucket;
    private final int capacity;
    private final Map<Lane, Set<Outbound>> waiting = new EnumMap<>(Lane.class);
    private final List<Outbound> dropped = new ArrayList<>();
    private long droppedTotal;
    private int leftInTurn;
    private MonotonicTime bunchFull = MonotonicTime.NEVER;

    /**
     * @param capacity the most frames that wait; seven per address, and two for the gateway's watch, hold every
     *     frame that can wait at once
     */
    public Pacer(Pace pace, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a queue of " + capacity + " frames holds none (1 or more)");
        }
        this.bucket = new TokenBucket(pace);
        this.capacity = capacity;
        for (Lane lane : Lane.values()) {
            waiting.put(lane, new LinkedHashSet<>());
        }
    }

    /** From now on so many frames may leave; what waits and what has left stays. */
    public void paceIs(Pace pace) {
        bucket.paceIs(pace);
    }

    /** Takes a frame in, and tells what may leave now, in this order. */
    public List<Outbound> submit(Outbound outbound, MonotonicTime now) {
        enqueue(outbound);
        return leaving(now);
    }

    /** What may leave now, in a new turn. */
    public List<Outbound> onTimeout(MonotonicTime now) {
        leftInTurn = 0;
        bunchFull = MonotonicTime.NEVER;
        return leaving(now);
    }

    /** When the next waiting frame may leave; in the past when only the end of the turn holds it back. */
    public MonotonicTime nextTimeout() {
        if (queued() == 0) {
            return MonotonicTime.NEVER;
        }
        return leftInTurn == BUNCH ? bunchFull : bucket.nextToken();
    }

    /** Takes the frames of these addresses out of the queue: they are no longer ours. The frames need no answer. */
    public void withdraw(Set<Ipv4Address> vips) {
        waiting.values().forEach(lane -> lane.removeIf(outbound -> vips.contains(outbound.vip())));
        dropped.removeIf(outbound -> vips.contains(outbound.vip()));
    }

    /** The frames dropped since the last call. */
    public List<Outbound> takeDropped() {
        List<Outbound> taken = List.copyOf(dropped);
        dropped.clear();
        return taken;
    }

    /** How many frames were dropped since the start. */
    public long droppedTotal() {
        return droppedTotal;
    }

    /** How many frames wait. */
    public int queued() {
        int queued = 0;
        for (Set<Outbound> lane : waiting.values()) {
            queued += lane.size();
        }
        return queued;
    }

    private void enqueue(Outbound outbound) {
        Set<Outbound> lane = waiting.get(outbound.lane());
        if (lane.contains(outbound)) {
            return;
        }
        if (queued() < capacity || makeRoomFor(outbound)) {
            lane.add(outbound);
        } else {
            drop(outbound);
        }
    }

    private boolean makeRoomFor(Outbound outbound) {
        Optional<Lane> last = waiting.entrySet().stream()
                .filter(lane -> !lane.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .reduce((earlier, later) -> later)
                .filter(lane -> lane.compareTo(outbound.lane()) > 0);
        last.ifPresent(lane -> drop(removeOldest(waiting.get(lane))));
        return last.isPresent();
    }

    private void drop(Outbound outbound) {
        if (dropped.size() == capacity) {
            throw new IllegalStateException("nobody takes the dropped frames: " + capacity + " of them");
        }
        dropped.add(outbound);
        droppedTotal++;
    }

    private List<Outbound> leaving(MonotonicTime now) {
        List<Outbound> leaving = new ArrayList<>();
        for (Set<Outbound> lane : waiting.values()) {
            while (!lane.isEmpty() && leftInTurn < BUNCH && bucket.take(now)) {
                leaving.add(removeOldest(lane));
                leftInTurn++;
            }
        }
        if (leftInTurn == BUNCH) {
            bunchFull = MonotonicTime.earliest(bunchFull, now);
        }
        return leaving;
    }

    private static Outbound removeOldest(Set<Outbound> lane) {
        Iterator<Outbound> frames = lane.iterator();
        Outbound oldest = frames.next();
        frames.remove();
        return oldest;
    }
}
