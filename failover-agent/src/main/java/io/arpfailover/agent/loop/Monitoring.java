package io.arpfailover.agent.loop;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.kernel.Priority;
import io.arpfailover.agent.metrics.Journal;
import io.arpfailover.agent.metrics.MetricsServer;
import io.arpfailover.agent.metrics.Scrape;
import io.arpfailover.agent.metrics.Snapshot;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.zookeeper.StoreCall;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Prometheus reads of this agent, if the configuration says that it may. Without that nothing is kept or loaded.
 *
 * <p>It starts behind everything else, on a thread of its own, and when it cannot listen the agent serves without it.
 */
final class Monitoring {
    private static final Logger LOG = LoggerFactory.getLogger(Monitoring.class);
    private static final int MOST_MOVES = 64;
    private static final int MOST_CALLS = 1024;
    private static final Duration LOOP_ANSWERS_WITHIN = Duration.ofSeconds(1);

    private final AgentConfiguration configuration;
    private final Clock clock;
    private final Optional<Journal> journal;
    private Optional<Move> lastMove = Optional.empty();

    Monitoring(AgentConfiguration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
        this.journal = configuration.metrics().map(wanted -> new Journal(MOST_MOVES, MOST_CALLS));
    }

    /** ZooKeeper answered a call. Any thread. */
    void took(StoreCall call, Duration time) {
        journal.ifPresent(kept -> kept.called(call.name().toLowerCase(Locale.ROOT), time));
    }

    /** The last move to this member, after each turn. On the loop's thread. */
    void afterTurn(Optional<Move> latest) {
        if (journal.isPresent() && latest.isPresent() && !latest.equals(lastMove)) {
            lastMove = latest;
            journal.get().moved(latest.get());
        }
    }

    /** Begins to serve, until the process ends. */
    void start(LongSupplier linesDropped, Supplier<CompletableFuture<Snapshot>> loop) {
        journal.ifPresent(kept -> {
            Thread thread = new Thread(() -> serve(kept, linesDropped, loop), "metrics-start");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void serve(Journal kept, LongSupplier linesDropped, Supplier<CompletableFuture<Snapshot>> loop) {
        Priority.lowerThisThread();
        InetSocketAddress listen = configuration.metrics().orElseThrow();
        try {
            Scrape scrape = new Scrape(
                    configuration.cluster().text(),
                    configuration.node().text(),
                    Optional.ofNullable(Monitoring.class.getPackage().getImplementationVersion())
                            .orElse("unknown"),
                    kept,
                    linesDropped,
                    loop,
                    LOOP_ANSWERS_WITHIN,
                    clock);
            MetricsServer unused = MetricsServer.open(listen, scrape);
            LOG.info("metrics=\"http://{}:{}/metrics\"", listen.getHostString(), listen.getPort());
            if (!listen.getAddress().isLoopbackAddress()) {
                LOG.warn(
                        "metrics=open because=\"{} is no loopback address\" do=\"let only Prometheus reach port {}\"",
                        listen.getHostString(),
                        listen.getPort());
            }
        } catch (IOException e) {
            LOG.error(
                    "metrics=none because=\"cannot listen on {}:{}: {}\" do=\"correct metrics.listen, or end what listens"
                            + " there, and restart\"",
                    listen.getHostString(),
                    listen.getPort(),
                    e.getMessage());
        }
    }
}
