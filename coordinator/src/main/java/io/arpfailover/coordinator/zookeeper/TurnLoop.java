package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.election.TurnEffect;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which a turn's machine runs: its timers first, then one event. What waits is bounded by the calls
 * in flight and the watches of one record. Once closed it does nothing more.
 */
final class TurnLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TurnLoop.class);

    private final Clock clock;
    private final Machine machine;
    private final TurnEffect.Performer performer;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, StoreThreads.named("zookeeper-turn"));
    private MonotonicTime timer = MonotonicTime.NEVER;

    TurnLoop(Clock clock, Machine machine, TurnEffect.Performer performer) {
        this.clock = clock;
        this.machine = machine;
        this.performer = performer;
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** What has timers. */
    interface Machine {
        MonotonicTime nextTimeout();

        List<TurnEffect> onTimeout(MonotonicTime now);
    }

    /** What may happen to it. */
    @FunctionalInterface
    interface Event {
        List<TurnEffect> on(MonotonicTime now);
    }

    /** From any thread. */
    void post(Event event) {
        thread.execute(() -> turn(event));
    }

    void postAfter(Duration delay, Event event) {
        var unused = thread.schedule(() -> turn(event), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A bug ends the turns, and with them, in time, our turn. */
    private void turn(Event event) {
        try {
            turnAt(event, clock.now());
        } catch (RuntimeException bug) {
            log.error("turn=broken: restart this program", bug);
            close();
        }
    }

    private void turnAt(Event event, MonotonicTime now) {
        if (now.hasReached(machine.nextTimeout())) {
            perform(machine.onTimeout(now));
        }
        perform(event.on(now));
        setTimer(now);
    }

    private void perform(List<TurnEffect> effects) {
        effects.forEach(effect -> effect.performOn(performer));
    }

    /** A timer that is early finds nothing due and sets another one; none is ever taken back. */
    private void setTimer(MonotonicTime now) {
        MonotonicTime next = machine.nextTimeout();
        boolean covered = now.isBefore(timer) && !next.isBefore(timer);
        if (!next.equals(MonotonicTime.NEVER) && !covered) {
            timer = next;
            postAfter(now.until(next), at -> List.of());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
