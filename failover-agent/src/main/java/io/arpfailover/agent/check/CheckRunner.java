package io.arpfailover.agent.check;

import io.arpfailover.agent.health.CheckResult;
import io.arpfailover.agent.kernel.Priority;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The checks of this server while they run: one thread for the times, and at most one for each check.
 *
 * <p>Results come on these threads, so whoever takes them only enqueues. Without checks there is no thread at all.
 */
public final class CheckRunner implements AutoCloseable {
    /** The most checks of a server, and so the most threads they can occupy. */
    public static final int MOST_CHECKS = 16;

    /** What every program finds in its environment. */
    static final Map<String, String> PLAIN_ENVIRONMENT =
            Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8");

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);
    /** So that they do not all start in the same instant, over and over. */
    private static final Duration BETWEEN_FIRST_RUNS = Duration.ofMillis(20);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("check-timer"));
    private final ThreadPoolExecutor workers;
    private final List<GuardedCheck> checks;

    private CheckRunner(Map<String, String> environment, List<CheckSettings> settings, Consumer<CheckResult> results) {
        int most = Math.max(1, settings.size());
        // One more may wait for a worker than can run: a run is over a moment before its worker is free.
        workers = new ThreadPoolExecutor(
                most, most, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(most), daemons("check-worker"));
        workers.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        checks = settings.stream()
                .map(check -> new GuardedCheck(check, checkOf(check, environment), workers, timer, results))
                .toList();
    }

    /**
     * Starts the checks.
     *
     * @param settings at most {@link #MOST_CHECKS}
     * @param results told how each run ended, on any thread
     */
    public static CheckRunner start(
            ClusterName cluster, NodeName node, List<CheckSettings> settings, Consumer<CheckResult> results) {
        if (settings.size() > MOST_CHECKS) {
            throw new IllegalArgumentException(settings.size() + " checks are more than " + MOST_CHECKS);
        }
        CheckRunner runner = new CheckRunner(environment(cluster, node), settings, results);
        for (int i = 0; i < settings.size(); i++) {
            runner.schedule(
                    runner.checks.get(i),
                    BETWEEN_FIRST_RUNS.multipliedBy(i),
                    settings.get(i).interval());
        }
        return runner;
    }

    /** Ends all of them, their scripts too; waits a second at most for those that are slow to end. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        checks.forEach(GuardedCheck::abandon);
        try {
            var unused = workers.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** With a fixed delay: a process that was stopped for a while does not make up for the rounds it missed. */
    private void schedule(GuardedCheck check, Duration first, Duration interval) {
        var unused = timer.scheduleWithFixedDelay(
                () -> round(check), first.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void round(GuardedCheck check) {
        try {
            check.round();
        } catch (RejectedExecutionException closing) {
            return; // The workers were shut down a moment before the timer's thread looked.
        }
    }

    private static Check checkOf(CheckSettings settings, Map<String, String> environment) {
        return settings.kind()
                .map(
                        script -> new ScriptCheck(settings.name(), script, environment),
                        tcp -> new TcpCheck(settings.name(), tcp, settings.timeout()),
                        http -> new HttpCheck(settings.name(), http, settings.timeout()));
    }

    /** All that a script finds in its environment. */
    private static Map<String, String> environment(ClusterName cluster, NodeName node) {
        Map<String, String> environment = new HashMap<>(PLAIN_ENVIRONMENT);
        environment.put("ARP_FAILOVER_CLUSTER", cluster.toString());
        environment.put("ARP_FAILOVER_NODE", node.toString());
        return environment;
    }

    /** Checks, and the programs they run, are no heartbeat: they wait for a core like everybody else. */
    private static void asOthers(Runnable work) {
        Priority.lowerThisThread();
        work.run();
    }

    static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(() -> asOthers(work), name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
