package io.arpfailover.agent.loop;

import io.arpfailover.agent.takeover.Event;
import io.arpfailover.agent.takeover.Takeover;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What other threads hand to the loop, in order.
 *
 * <p>Any thread may put; only the loop takes. Frames have a limit of their own, so that a flood of them cannot crowd out
 * what the kernel, ZooKeeper and the administrator have to say.
 */
final class Inbox {
    private static final int DATAGRAMS_PER_FRAME = 4;

    /** One thing to do in a turn of the loop. */
    sealed interface Item {
        default boolean isDatagram() {
            return false;
        }

        /** An event for the machine. */
        record Happened(Event event) implements Item {
            @Override
            public boolean isDatagram() {
                return event instanceof Event.HeartbeatSeen
                        || event instanceof Event.AckSeen
                        || event instanceof Event.HandoverSeen;
            }
        }

        /** Something that must be looked into on the loop's thread to know which events it means. */
        record Derived(Supplier<List<Event>> events) implements Item {}

        /** A look at the machine on the loop's thread, for instance to describe it. */
        record Asked(BiConsumer<Takeover, MonotonicTime> look) implements Item {}
    }

    private final BlockingQueue<Item> urgent;
    private final BlockingQueue<Item> frames;
    private final int datagramLimit;
    private final Runnable onOverflow;
    /** One permit for each item in either queue. */
    private final Semaphore items = new Semaphore(0);

    private final AtomicInteger datagramsQueued = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();

    /**
     * @param frameLimit how many frames may wait, and a quarter as many datagrams
     * @param controlLimit how many other items always find room
     * @param onOverflow called, on the thread that puts, when they do not: what is lost then may be the one answer that
     *     everything waits for, so the process must not go on
     */
    Inbox(int frameLimit, int controlLimit, Runnable onOverflow) {
        this.onOverflow = onOverflow;
        this.datagramLimit = Math.max(1, frameLimit / DATAGRAMS_PER_FRAME);
        this.frames = new ArrayBlockingQueue<>(frameLimit);
        this.urgent = new ArrayBlockingQueue<>(datagramLimit + controlLimit);
    }

    /** Takes a frame, or counts it as dropped when too many wait. */
    void putFrame(Event.FrameSeen frame) {
        if (frames.offer(new Item.Happened(frame))) {
            items.release();
        } else {
            dropped.increment();
        }
    }

    /** Takes what the other member said, or counts it as dropped: it says it again. */
    void putDatagram(Event said) {
        if (datagramsQueued.incrementAndGet() <= datagramLimit && urgent.offer(new Item.Happened(said))) {
            items.release();
        } else {
            datagramsQueued.decrementAndGet();
            dropped.increment();
        }
    }

    /** Takes anything else. */
    void put(Item item) {
        if (urgent.offer(item)) {
            items.release();
        } else {
            onOverflow.run();
        }
    }

    /** How many frames and datagrams found no room. */
    long framesDropped() {
        return dropped.sum();
    }

    /** The next item, when one comes within this time; a frame only when nothing else waits. */
    Optional<Item> poll(Duration patience) throws InterruptedException {
        if (!items.tryAcquire(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        Optional<Item> item = Optional.ofNullable(urgent.poll());
        if (item.filter(Item::isDatagram).isPresent()) {
            datagramsQueued.decrementAndGet();
        }
        return item.or(() -> Optional.ofNullable(frames.poll()));
    }
}
