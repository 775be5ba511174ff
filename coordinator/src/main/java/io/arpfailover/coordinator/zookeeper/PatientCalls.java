package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException;

/**
 * Calls to ZooKeeper that may wait and be repeated, on a thread of their own: intent and history, never the tenure.
 *
 * <p>A call that meets a lost connection is repeated with growing pauses; when calls keep failing, the circuit opens
 * and further ones fail at once for some seconds, so that they do not pile up behind an ensemble that is down.
 */
final class PatientCalls implements AutoCloseable {
    private static final int MOST_WAITING = 64;
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Remedy remedy;
    private final Consumer<Duration> times;
    private final Clock clock = Clock.system();
    private final Retry retry = Retry.of(
            "zookeeper",
            RetryConfig.custom()
                    .maxAttempts(ATTEMPTS)
                    .intervalFunction(IntervalFunction.ofExponentialBackoff(FIRST_PAUSE, 2, LONGEST_PAUSE))
                    .retryOnException(PatientCalls::isTransient)
                    .build());
    private final CircuitBreaker circuit = CircuitBreaker.of(
            "zookeeper",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(10)
                    .minimumNumberOfCalls(10)
                    .waitDurationInOpenState(Duration.ofSeconds(5))
                    .recordException(PatientCalls::isTransient)
                    .build());
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            StoreThreads.named("zookeeper-calls"),
            new ThreadPoolExecutor.AbortPolicy());

    PatientCalls(Remedy remedy) {
        this(remedy, notMeasured -> {});
    }

    /**
     * @param times told how long each call took, on the thread of the calls
     */
    PatientCalls(Remedy remedy, Consumer<Duration> times) {
        this.remedy = remedy;
        this.times = times;
    }

    /** Returns at once. The result fails with a {@link StoreException}, and only with that. */
    <T> CompletableFuture<T> submit(String doing, Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            thread.execute(() -> run(doing, call, result));
        } catch (RejectedExecutionException full) {
            result.completeExceptionally(new StoreException(
                    "could not " + doing + ": " + MOST_WAITING + " calls to ZooKeeper wait already; try again later"));
        }
        return result;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private <T> void run(String doing, Callable<T> call, CompletableFuture<T> result) {
        MonotonicTime begun = clock.now();
        try {
            result.complete(retry.executeCallable(() -> circuit.executeCallable(call)));
        } catch (StoreException alreadyOneLine) {
            result.completeExceptionally(alreadyOneLine);
        } catch (Exception e) {
            result.completeExceptionally(remedy.exception(doing, e));
        } finally {
            times.accept(begun.until(clock.now()));
        }
    }

    private static boolean isTransient(Throwable failure) {
        return failure instanceof KeeperException refusal
                && switch (refusal.code()) {
                    case CONNECTIONLOSS, OPERATIONTIMEOUT, REQUESTTIMEOUT, SESSIONEXPIRED, SESSIONMOVED -> true;
                    default -> false;
                };
    }
}
