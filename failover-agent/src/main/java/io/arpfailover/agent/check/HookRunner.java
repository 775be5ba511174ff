package io.arpfailover.agent.check;

import io.arpfailover.agent.health.CheckResult;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs the operator's programs when something happened: one at a time, on a thread of its own, in the order of what
 * happened, each for a limited time; then it is killed as the script of a check is.
 *
 * <p>Results come on its threads, so whoever takes them only enqueues.
 */
public final class HookRunner implements AutoCloseable {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

    private final Clock clock;
    private final Consumer<HookEnd> results;
    private final HookQueue waiting;
    private final ThreadPoolExecutor worker;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * @param waiting how many may wait, at least 1
     * @param results told how each run ended
     */
    public HookRunner(int waiting, Clock clock, Consumer<HookEnd> results) {
        this.clock = clock;
        this.results = results;
        this.waiting = new HookQueue(waiting);
        // A turn runs all that wait, so no more than one turn needs to wait for the one that runs.
        worker = new ThreadPoolExecutor(
                1,
                1,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                CheckRunner.daemons("hook-worker"),
                new ThreadPoolExecutor.DiscardPolicy());
        worker.allowCoreThreadTimeOut(true);
        timer = new ScheduledThreadPoolExecutor(1, CheckRunner.daemons("hook-timer"));
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Runs it as soon as those before it have ended. Never waits.
     *
     * @return a call that will not be run since there are too many: an older one that is superseded, or this
     */
    public Optional<HookCall> run(HookCall call) {
        Optional<HookCall> dropped = waiting.offer(call);
        worker.execute(this::runAll);
        return dropped;
    }

    /** How many wait for their turn. */
    public int waiting() {
        return waiting.size();
    }

    private void runAll() {
        for (Optional<HookCall> next = waiting.poll(); next.isPresent(); next = waiting.poll()) {
            runLimited(next.get());
        }
    }

    private void runLimited(HookCall call) {
        MonotonicTime start = clock.now();
        Run run = new Run(script(call));
        Future<?> alarm = timer.schedule(run::abandon, call.limit().toNanos(), TimeUnit.NANOSECONDS);
        run.run();
        alarm.cancel(false);
        Duration took = start.until(clock.now());
        var unused = run.ended()
                .whenComplete((result, abandoned) -> results.accept(
                        abandoned == null
                                ? new HookEnd(call, result, false, took)
                                : new HookEnd(call, killed(call, took), true, took)));
    }

    private static ScriptCheck script(HookCall call) {
        Map<String, String> environment = new HashMap<>(CheckRunner.PLAIN_ENVIRONMENT);
        environment.putAll(call.environment());
        CheckKind.Script program = new CheckKind.Script(call.program(), List.of());
        return new ScriptCheck(call.name(), program, environment, call.input());
    }

    private static CheckResult killed(HookCall call, Duration took) {
        String why = took.compareTo(call.limit()) < 0
                ? " was killed as the agent ended"
                : " took longer than " + call.limit().toMillis() + " ms and was killed";
        return CheckResult.failed(call.name(), call.program() + why);
    }

    /** Runs nothing any more, and ends what runs; waits a second at most for that. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /** Takes nothing any more, runs what waits as long as there is patience, and ends what runs then. */
    public void close(Duration patience) {
        worker.shutdown();
        if (!ends(patience)) {
            waiting.clear();
            worker.shutdownNow();
            var unused = ends(LONGEST_CLOSE);
        }
        timer.shutdownNow();
    }

    private boolean ends(Duration patience) {
        try {
            return worker.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
