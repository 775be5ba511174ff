package io.arpfailover.agent.metrics;

import io.arpfailover.coordinator.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Answers what Prometheus asks. Any thread; one at a time.
 *
 * <p>However often it is asked, one question at most waits for the loop.
 */
public final class Scrape {
    private final Supplier<CompletableFuture<Snapshot>> loop;
    private final Duration patience;
    private final AgentMeters agent;
    private final LoopMeters ofLoop;
    private CompletableFuture<Snapshot> asked = CompletableFuture.completedFuture(null);

    /**
     * @param loop asks the loop, and does not wait
     * @param patience how long its answer may take
     * @param linesDropped how many lines of the log were dropped so far
     */
    public Scrape(
            String cluster,
            String node,
            String version,
            Journal journal,
            LongSupplier linesDropped,
            Supplier<CompletableFuture<Snapshot>> loop,
            Duration patience,
            Clock clock) {
        this.loop = loop;
        this.patience = patience;
        this.agent = new AgentMeters(cluster, node, version, journal, linesDropped, clock.now(), clock);
        this.ofLoop = new LoopMeters(cluster, node);
    }

    /** In Prometheus' text format, version 0.0.4. */
    public synchronized String text() throws InterruptedException {
        Optional<Snapshot> answer = ask();
        return agent.text(answer.isPresent()) + answer.map(ofLoop::text).orElse("");
    }

    /** An answer that comes too late is thrown away: it is old by the time of the next scrape. */
    private Optional<Snapshot> ask() throws InterruptedException {
        if (asked.isDone()) {
            asked = loop.get();
        }
        try {
            return Optional.of(asked.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (ExecutionException bug) {
            throw new IllegalStateException("the loop's answer failed", bug);
        }
    }
}
