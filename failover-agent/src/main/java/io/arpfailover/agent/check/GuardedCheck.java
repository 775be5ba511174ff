package io.arpfailover.agent.check;

import io.arpfailover.agent.health.CheckResult;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One check with its guards around it: see the package. Rounds and timeouts come on the timer's thread. */
final class GuardedCheck {
    private static final int FAILURES_UNTIL_OPEN = 10;

    private final CheckSettings settings;
    private final Check check;
    private final Executor workers;
    private final ScheduledExecutorService timer;
    private final Consumer<CheckResult> results;

    private final RoundClock rounds = new RoundClock();
    private final CircuitBreaker circuit;
    private final TimeLimiter limiter;
    private final Bulkhead bulkhead;
    private volatile Optional<Run> current = Optional.empty();

    GuardedCheck(
            CheckSettings settings,
            Check check,
            Executor workers,
            ScheduledExecutorService timer,
            Consumer<CheckResult> results) {
        this.settings = settings;
        this.check = check;
        this.workers = workers;
        this.timer = timer;
        this.results = results;
        this.circuit = circuit(settings, rounds);
        this.limiter = TimeLimiter.of(
                settings.name(),
                TimeLimiterConfig.custom().timeoutDuration(settings.timeout()).build());
        this.bulkhead = Bulkhead.of(
                settings.name(),
                BulkheadConfig.custom()
                        .maxConcurrentCalls(1)
                        .maxWaitDuration(Duration.ZERO)
                        .writableStackTraceEnabled(false)
                        .build());
    }

    /** Leaves out one round after the other. Opens no earlier than the check counts as failing, so delays no such news. */
    private static CircuitBreaker circuit(CheckSettings settings, RoundClock rounds) {
        int failures = Math.max(FAILURES_UNTIL_OPEN, settings.rule().fall());
        return CircuitBreaker.of(
                settings.name(),
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(failures)
                        .minimumNumberOfCalls(failures)
                        .failureRateThreshold(100)
                        .waitDurationInOpenState(RoundClock.ONE_LEFT_OUT)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .recordResult(result -> result instanceof CheckResult run && !run.passed())
                        .clock(rounds)
                        .writableStackTraceEnabled(false)
                        .build());
    }

    /** Begins a run, when the guards let it; returns at once. */
    void round() {
        rounds.nextRound();
        circuit.executeCompletionStage(
                        () -> limiter.executeCompletionStage(timer, () -> bulkhead.executeCompletionStage(this::begin)))
                .whenComplete((result, failure) -> {
                    if (failure == null) {
                        results.accept(result);
                    } else {
                        failed(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
                    }
                });
    }

    void abandon() {
        current.ifPresent(Run::abandon);
    }

    private CompletionStage<CheckResult> begin() {
        Run run = new Run(check);
        current = Optional.of(run);
        workers.execute(run);
        return run.ended();
    }

    private void failed(Throwable failure) {
        if (failure instanceof CallNotPermittedException) {
            return; // No run, no news.
        }
        if (failure instanceof BulkheadFullException) {
            fail("the run before has not ended; if it is a script, see what it waits for with 'ps axl'");
        } else if (failure instanceof TimeoutException) {
            abandon();
            fail("no answer within " + settings.timeout().toMillis() + " ms");
        } else {
            fail(failure.toString());
        }
    }

    private void fail(String text) {
        results.accept(CheckResult.failed(settings.name(), text));
    }
}
