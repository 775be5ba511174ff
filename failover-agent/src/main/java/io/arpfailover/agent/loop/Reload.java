package io.arpfailover.agent.loop;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.ConfigProblem;
import io.arpfailover.agent.config.ConfigurationChange;
import io.arpfailover.agent.config.ConfigurationFile;
import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.agent.config.HostCheck;
import io.arpfailover.agent.config.Key;
import io.arpfailover.agent.config.SystemHostView;
import io.arpfailover.agent.control.ControlResponse.Reloaded;
import io.arpfailover.coordinator.time.Clock;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again while the agent runs, and hands on what can change without a restart. All of it on one
 * thread of its own, since files and the ends of checks are waited for; any thread may ask.
 *
 * <p>A file with a mistake changes nothing. A change that needs a restart is named at each reload until it is made.
 */
final class Reload implements AutoCloseable {
    /** Who asks while so many wait will be answered by those. */
    private static final int MOST_WAITING = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final AgentConfiguration started;
    private final Supplier<ConfigurationReading> file;
    private final List<Consumer<AgentConfiguration>> followers;
    private final Supervisor supervisor;
    private final Clock clock;
    private final ThreadPoolExecutor reader;

    /** Only on the reader's thread. */
    private AgentConfiguration applied;

    /**
     * @param started what the agent was started with
     * @param file the configuration as it is in the file now, with what does not fit this machine
     * @param followers told of each configuration that differs in what can change; they take of it what is theirs
     */
    Reload(
            AgentConfiguration started,
            Supplier<ConfigurationReading> file,
            List<Consumer<AgentConfiguration>> followers,
            Supervisor supervisor,
            Clock clock) {
        this.started = started;
        this.applied = started;
        this.file = file;
        this.followers = List.copyOf(followers);
        this.supervisor = supervisor;
        this.clock = clock;
        this.reader = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), Reload::readerThread);
        reader.allowCoreThreadTimeOut(true);
    }

    /** Of this file, checked against this machine as at a start. */
    static Reload of(
            Path file,
            AgentConfiguration started,
            List<Consumer<AgentConfiguration>> followers,
            Supervisor supervisor) {
        return new Reload(started, () -> read(file), followers, supervisor, Clock.system());
    }

    private static ConfigurationReading read(Path file) {
        return ConfigurationFile.read(file).map(Reload::checked, invalid -> invalid);
    }

    private static ConfigurationReading checked(ConfigurationReading.Valid valid) {
        List<ConfigProblem> problems = new HostCheck(valid, new SystemHostView()).problems();
        return problems.isEmpty() ? valid : new ConfigurationReading.Invalid(problems);
    }

    /** Begins; the answer comes when all that can be is in force. */
    CompletableFuture<Reloaded> begin() {
        CompletableFuture<Reloaded> answer = new CompletableFuture<>();
        try {
            reader.execute(() -> answer.complete(run()));
        } catch (RejectedExecutionException tooMany) {
            answer.complete(refused(List.of("the configuration is being read already; ask again")));
        }
        return answer;
    }

    /** Package-private, so that a test can do it on its own thread. */
    Reloaded run() {
        supervisor.reloading(clock.now());
        try {
            return file.get()
                    .map(
                            valid -> follow(valid.configuration()),
                            invalid -> refused(invalid.problems().stream()
                                    .map(ConfigProblem::toString)
                                    .toList()));
        } finally {
            supervisor.reloaded();
        }
    }

    private Reloaded follow(AgentConfiguration next) {
        List<Key> changed = ConfigurationChange.between(applied, next).stream()
                .filter(Key::isReloadable)
                .toList();
        if (!changed.isEmpty()) {
            followers.forEach(follower -> follower.accept(next));
        }
        applied = next;
        List<Key> waiting = ConfigurationChange.between(started, next).stream()
                .filter(key -> !key.isReloadable())
                .toList();
        Reloaded reloaded = new Reloaded(List.of(), paths(changed), paths(waiting));
        LOG.info("reload=done applied={} restart-needed-for={}", reloaded.applied(), reloaded.restart());
        return reloaded;
    }

    private static Reloaded refused(List<String> problems) {
        problems.forEach(problem -> LOG.error("reload=refused because=\"{}\"", problem));
        return new Reloaded(problems, List.of(), List.of());
    }

    private static List<String> paths(List<Key> keys) {
        return keys.stream().map(Key::path).toList();
    }

    private static Thread readerThread(Runnable task) {
        Thread thread = new Thread(task, "reload");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        reader.shutdown();
    }
}
