package io.arpfailover.agent.stack;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What other threads hand to a stack: tasks, which always go first, and frames, of which too many are counted. */
final class Arrivals {
    /** Whom frames are for. */
    interface Recipient {
        void frameArrived(ArpFrame frame, MonotonicTime now);

        void octetsArrived(byte[] octets, MonotonicTime now);
    }

    /** One thing to do on the stack's thread. */
    sealed interface Item {
        void handTo(Recipient recipient, MonotonicTime now);

        record Frame(ArpFrame frame) implements Item {
            @Override
            public void handTo(Recipient recipient, MonotonicTime now) {
                recipient.frameArrived(frame, now);
            }
        }

        /** What may be no frame; identity is all that tells two of them apart. */
        final class Octets implements Item {
            private final byte[] octets;

            Octets(byte[] octets) {
                this.octets = octets;
            }

            @Override
            public void handTo(Recipient recipient, MonotonicTime now) {
                recipient.octetsArrived(octets, now);
            }
        }

        record Task(Runnable task) implements Item {
            @Override
            public void handTo(Recipient recipient, MonotonicTime now) {
                task.run();
            }
        }
    }

    private final int frameLimit;
    private final int taskLimit;
    private final Deque<Item> frames = new ArrayDeque<>();
    private final Deque<Item> tasks = new ArrayDeque<>();
    /** One permit for each item in either queue. */
    private final Semaphore items = new Semaphore(0);

    private long dropped;

    Arrivals(int frameLimit, int taskLimit) {
        this.frameLimit = frameLimit;
        this.taskLimit = taskLimit;
    }

    void put(ArpFrame frame) {
        putUnlessFull(new Item.Frame(frame));
    }

    void put(byte[] octets) {
        putUnlessFull(new Item.Octets(octets));
    }

    /** Takes a task; more of them than the limit is a bug of whoever hands them in. */
    synchronized void put(Runnable task) {
        if (tasks.size() == taskLimit) {
            throw new IllegalStateException(taskLimit + " tasks wait already");
        }
        tasks.add(new Item.Task(task));
        items.release();
    }

    /** The next item, when one comes within this time. */
    Optional<Item> poll(Duration patience) throws InterruptedException {
        return items.tryAcquire(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS)
                ? Optional.of(next())
                : Optional.empty();
    }

    /** Frames that found no room. */
    synchronized long dropped() {
        return dropped;
    }

    private synchronized void putUnlessFull(Item item) {
        if (frames.size() == frameLimit) {
            dropped++;
            return;
        }
        frames.add(item);
        items.release();
    }

    private synchronized Item next() {
        return tasks.isEmpty() ? frames.remove() : tasks.remove();
    }
}
