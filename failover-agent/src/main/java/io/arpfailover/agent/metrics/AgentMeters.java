package io.arpfailover.agent.metrics;

import io.arpfailover.agent.takeover.Phase;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** The metrics that need no answer of the loop: of the process, and of what its threads wrote down. */
final class AgentMeters {
    /** From one beat of a busy LAN to the longest loss that ZooKeeper's default session makes. */
    private static final Duration[] PHASE_BOUNDS =
            millis(0.5, 1, 2, 3, 5, 10, 20, 50, 100, 200, 300, 500, 1000, 2000, 5000, 10_000);

    private static final Duration[] CALL_BOUNDS = millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000);

    /** What calls to ZooKeeper are told apart by. */
    private static final List<String> CALLS = List.of("tenure", "notes");

    private final Meters<AgentMeters> meters;
    private final Journal journal;
    private final Clock clock;
    private final MonotonicTime started;
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final Map<MoveCause, Long> moves = new EnumMap<>(MoveCause.class);
    private final Map<Phase, Timer> phases = new EnumMap<>(Phase.class);
    private final Map<String, Timer> calls;
    private boolean responding;

    /**
     * @param started when the agent began
     * @param linesDropped how many lines of the log were dropped so far
     */
    AgentMeters(
            String cluster,
            String node,
            String version,
            Journal journal,
            LongSupplier linesDropped,
            MonotonicTime started,
            Clock clock) {
        this.meters = new Meters<>(cluster, node, this);
        this.journal = journal;
        this.started = started;
        this.clock = clock;
        this.calls = Map.of(CALLS.get(0), callTimes(CALLS.get(0)), CALLS.get(1), callTimes(CALLS.get(1)));
        addMoves();
        addProcess(version, linesDropped);
    }

    /** As of now, in Prometheus' text format. */
    String text(boolean loopResponds) {
        responding = loopResponds;
        journal.empty(this::moved, (call, time) -> calls.get(call).record(time));
        return meters.text();
    }

    private void moved(Move move) {
        moves.merge(MoveCause.of(move), 1L, Long::sum);
        phases.forEach((phase, timer) -> {
            Long micros = move.phaseMicros().get(phase.label());
            if (micros != null) {
                timer.record(Duration.ofNanos(micros * 1_000));
            }
        });
    }

    private void addMoves() {
        for (MoveCause cause : MoveCause.values()) {
            meters.counter(
                    "moves",
                    "",
                    Tags.of("cause", cause.label()),
                    "How often the addresses came to this server",
                    here -> here.moves.getOrDefault(cause, 0L));
        }
        for (Phase phase : Phase.values()) {
            if (phase != Phase.SUSPECTED) {
                phases.put(
                        phase,
                        meters.times(
                                "takeover.phase",
                                Tag.of("phase", phase.label()),
                                "Time from the suspicion to each phase of a takeover by this server",
                                PHASE_BOUNDS));
            }
        }
    }

    private Timer callTimes(String call) {
        return meters.times(
                "zookeeper.call",
                Tag.of("call", call),
                "Time until ZooKeeper answered: the tenure's writes, and all others with their repetitions",
                CALL_BOUNDS);
    }

    private void addProcess(String version, LongSupplier linesDropped) {
        meters.gauge("loop.responding", "1 when the loop answered this scrape", here -> here.responding ? 1 : 0);
        meters.gauge(
                "version", "", Tags.of("version", version), "Always 1; its label says which version runs", here -> 1);
        meters.seconds("uptime", "Time since the agent started", here -> toSeconds(here.uptime()));
        meters.gauge("jvm.memory.used", "bytes", Tags.empty(), "The heap in use, garbage included", here -> heap());
        meters.counter(
                "jvm.gc.pause",
                "seconds",
                Tags.empty(),
                "Time that garbage collections took",
                here -> here.pauses().sum() / 1000.0);
        meters.counter("log.lines.dropped", "Lines of the log nobody read in time", here -> linesDropped.getAsLong());
        meters.counter(
                "journal.lost",
                "Moves and call times that are missing here: scrape more often",
                here -> here.journal.lost());
    }

    private Duration uptime() {
        return started.until(clock.now());
    }

    private static double toSeconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private LongStream pauses() {
        return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime);
    }

    private static long heap() {
        Runtime jvm = Runtime.getRuntime();
        return jvm.totalMemory() - jvm.freeMemory();
    }

    private static Duration[] millis(double... bounds) {
        return DoubleStream.of(bounds)
                .mapToObj(millis -> Duration.ofNanos((long) (millis * 1e6)))
                .toArray(Duration[]::new);
    }
}
