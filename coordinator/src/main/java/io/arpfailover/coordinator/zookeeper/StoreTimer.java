package io.arpfailover.coordinator.zookeeper;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does small things later, on one thread. What waits is bounded by its users: one deadline per call in flight, and
 * one look at the members. Once closed it does nothing more.
 */
final class StoreTimer implements AutoCloseable {
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, StoreThreads.named("zookeeper-timer"));

    StoreTimer() {
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Returns what calls the action off. */
    Runnable after(Duration delay, Runnable action) {
        ScheduledFuture<?> pending = thread.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> pending.cancel(false);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
