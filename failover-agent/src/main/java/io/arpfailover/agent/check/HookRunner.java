package io.arpfailover.agent.check;

import io.arpfailover.agent.health.CheckResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs the operator's program when something happened: one at a time, on a thread of its own, in the order of what
 * happened, each for a limited time; then it is killed as the script of a check is.
 *
 * <p>Results come on its threads, so whoever takes them only enqueues.
 */
public final class HookRunner implements AutoCloseable {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

    private final CheckKind.Script program;
    private final Duration limit;
    private final Consumer<CheckResult> results;
    private final ThreadPoolExecutor worker;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * @param program absolute; it need not exist yet
     * @param limit how long each run may take
     * @param waiting how many may wait, at least 1
     * @param results told how each run ended
     */
    public HookRunner(Path program, Duration limit, int waiting, Consumer<CheckResult> results) {
        this.program = new CheckKind.Script(program, List.of());
        this.limit = limit;
        this.results = results;
        worker = new ThreadPoolExecutor(
                1, 1, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), CheckRunner.daemons("hook-worker"));
        worker.allowCoreThreadTimeOut(true);
        timer = new ScheduledThreadPoolExecutor(1, CheckRunner.daemons("hook-timer"));
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Runs it as soon as those before it have ended.
     *
     * @param name what happened, for the result
     * @param facts what the program finds in its environment, beside {@code PATH} and {@code LC_ALL}
     * @return whether there was room; if not, it is not run
     */
    public boolean run(String name, Map<String, String> facts) {
        Map<String, String> environment = new HashMap<>(CheckRunner.PLAIN_ENVIRONMENT);
        environment.putAll(facts);
        Run run = new Run(new ScriptCheck(name, program, environment));
        try {
            worker.execute(() -> runLimited(name, run));
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    private void runLimited(String name, Run run) {
        Future<?> alarm = timer.schedule(run::abandon, limit.toNanos(), TimeUnit.NANOSECONDS);
        run.run();
        alarm.cancel(false);
        var unused = run.ended()
                .whenComplete((result, abandoned) -> results.accept(
                        abandoned == null
                                ? result
                                : CheckResult.failed(
                                        name, program.file() + " took longer than " + limit.toMillis() + " ms")));
    }

    /** Runs nothing any more, and ends what runs; waits a second at most for that. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            var unused = worker.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
    }
}
