package io.arpfailover.agent.loop;

import io.arpfailover.agent.takeover.Event;
import io.arpfailover.agent.takeover.Takeover;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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
    /** One thing to do in a turn of the loop. */
    sealed interface Item {
        boolean isFrame();

        /** An event for the machine. */
        record Happened(Event event) implements Item {
            @Override
            public boolean isFrame() {
                return event instanceof Event.FrameSeen;
            }
        }

        /** Something that must be looked into on the loop's thread to know which events it means. */
        record Derived(Supplier<List<Event>> events) implements Item {
            @Override
            public boolean isFrame() {
                return false;
            }
        }

        /** A look at the machine on the loop's thread, for instance to describe it. */
        record Asked(BiConsumer<Takeover, MonotonicTime> look) implements Item {
            @Override
            public boolean isFrame() {
                return false;
            }
        }
    }

    private final BlockingQueue<Item> queue;
    private final int frameLimit;
    private final Runnable onOverflow;
    private final AtomicInteger framesQueued = new AtomicInteger();
    private final LongAdder framesDropped = new LongAdder();

    /**
     * @param frameLimit how many frames may wait
     * @param controlLimit how many other items always find room
     * @param onOverflow called, on the thread that puts, when they do not: what is lost then may be the one answer that
     *     everything waits for, so the process must not go on
     */
    Inbox(int frameLimit, int controlLimit, Runnable onOverflow) {
        this.onOverflow = onOverflow;
        this.frameLimit = frameLimit;
        this.queue = new ArrayBlockingQueue<>(frameLimit + controlLimit);
    }

    /** Takes a frame, or counts it as dropped when too many wait. */
    void putFrame(Event.FrameSeen frame) {
        if (framesQueued.incrementAndGet() > frameLimit || !queue.offer(new Item.Happened(frame))) {
            framesQueued.decrementAndGet();
            framesDropped.increment();
        }
    }

    /** Takes anything else. */
    void put(Item item) {
        if (!queue.offer(item)) {
            onOverflow.run();
        }
    }

    long framesDropped() {
        return framesDropped.sum();
    }

    /** The next item, when one comes within this time. */
    Optional<Item> poll(Duration patience) throws InterruptedException {
        Item item = queue.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        if (item != null && item.isFrame()) {
            framesQueued.decrementAndGet();
        }
        return Optional.ofNullable(item);
    }
}
