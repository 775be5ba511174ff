package io.arpfailover.agent.loop;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends the process when the loop stands still.
 *
 * <p>A loop that hangs in the kernel, or in a log that nobody reads, renews no lease; but the process's session with
 * ZooKeeper would live on, and the other member would wait for ever. It counts its own ticks rather than time, so that a
 * process that was stopped as a whole is not taken for one that hangs.
 */
final class Watchdog implements AutoCloseable {
    private static final int TICKS = 10;

    private final AtomicLong turns = new AtomicLong();
    private final Runnable onHang;
    private final ScheduledExecutorService ticker;

    private long lastSeen = -1;
    private int ticksWithoutTurn;

    /**
     * @param onHang called once, on the watchdog's thread
     */
    Watchdog(Runnable onHang) {
        this.onHang = onHang;
        this.ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "watchdog");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts to watch. */
    void start(Duration patience) {
        long tick = patience.toMillis() / TICKS;
        var unused = ticker.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.MILLISECONDS);
    }

    /** The loop turned. */
    void turned() {
        turns.incrementAndGet();
    }

    /** Package-private, so that a test can tick by hand. */
    void tick() {
        long now = turns.get();
        ticksWithoutTurn = now == lastSeen ? ticksWithoutTurn + 1 : 0;
        lastSeen = now;
        if (ticksWithoutTurn == TICKS) {
            onHang.run();
        }
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }
}
