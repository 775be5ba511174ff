package io.arpfailover.agent.hook;

import io.arpfailover.agent.check.HookCall;
import io.arpfailover.agent.check.HookEnd;
import io.arpfailover.agent.check.HookRunner;
import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.HooksConfiguration;
import io.arpfailover.agent.role.RoleEvent;
import io.arpfailover.agent.role.RoleWatch;
import io.arpfailover.agent.takeover.ServingView;
import io.arpfailover.agent.takeover.Stage;
import io.arpfailover.agent.takeover.Takeover;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operators' programs of one agent: which to run when, how many times that was done, and how it ended. */
public final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger("hooks");

    /** Room for an hour of trouble, while one that hangs is waited for. */
    private static final int WAITING = 16;

    /** An agent that comes back serves again within this time, or never. */
    private static final Duration SHORTEST_SETTLING = Duration.ofSeconds(10);

    /** How long an agent that has handed over stays for its last programs; and one that comes back at once. */
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(10);

    private static final Duration PATIENCE_BEFORE_RESTART = Duration.ofSeconds(2);

    private final Place place;
    private final RoleWatch roles;
    private final InstantSource wall;
    private final HookRunner runner;
    private final LongAdder run = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder killed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private volatile HooksConfiguration configuration;
    /** Whether the agent was stopped for good, so that nobody waits for its next start. */
    private boolean hasLeft;

    /**
     * @param wall by which operators are told when something happened
     */
    public Hooks(AgentConfiguration agent, Clock clock, InstantSource wall) {
        Duration restart = agent.timing().restart();
        this.place = new Place(agent.cluster(), agent.node(), agent.addresses(), agent.networkInterface());
        this.roles =
                new RoleWatch(agent.node(), restart.compareTo(SHORTEST_SETTLING) < 0 ? SHORTEST_SETTLING : restart);
        this.wall = wall;
        this.runner = new HookRunner(WAITING, clock, this::ended);
        this.configuration = agent.hooks();
    }

    /** From now on these programs are run, each for as long as this says; one that runs is left alone. Any thread. */
    public void configure(HooksConfiguration changed) {
        configuration = changed;
    }

    /** Tells what is news. On the loop's thread, at the end of each turn; never waits. */
    public void look(Takeover machine, MonotonicTime now) {
        ServingView seen = machine.serving();
        roles.look(seen, now).forEach(this::tell);
        hasLeft = seen.stage() == Stage.STOPPED && !seen.leftServing();
    }

    private void tell(RoleEvent event) {
        HooksConfiguration programs = configuration;
        program(event, programs)
                .flatMap(program -> runner.run(new RoleCall(program, programs.timeout(), place, event, wall.instant())))
                .ifPresent(this::dropped);
    }

    private static Optional<Path> program(RoleEvent event, HooksConfiguration programs) {
        if (!event.isChange()) {
            return programs.onConflict();
        }
        return switch (event.role()) {
            case HOLDER -> programs.onHolder();
            case STANDBY -> programs.onStandby();
            case FAULT -> programs.onFault();
            case UNKNOWN -> throw new IllegalArgumentException("nothing becomes unknown: " + event);
        };
    }

    private void dropped(HookCall call) {
        dropped.increment();
        LOG.warn(
                "hook={} result=dropped because=\"{} programs wait behind one that runs\" do=\"lower hooks.timeout\"",
                call.name(),
                WAITING);
    }

    /** On the worker. */
    private void ended(HookEnd end) {
        run.increment();
        if (end.result().passed()) {
            LOG.info(
                    "hook={} exit=0 millis={} text=\"{}\"",
                    end.call().name(),
                    end.took().toMillis(),
                    text(end));
            return;
        }
        (end.killed() ? killed : failed).increment();
        LOG.warn(
                "hook={} result={} millis={} because=\"{}\"",
                end.call().name(),
                end.killed() ? "killed" : "failed",
                end.took().toMillis(),
                text(end));
    }

    private static String text(HookEnd end) {
        return end.result().text().replace('"', '\'');
    }

    /** What was done, by name, as {@code status} shows it. */
    public Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("hooks.run", run.sum());
        counters.put("hooks.failed", failed.sum());
        counters.put("hooks.killed", killed.sum());
        counters.put("hooks.dropped", dropped.sum());
        counters.put("hooks.waiting", (long) runner.waiting());
        return counters;
    }

    /**
     * Ends when all has been told, or when that takes too long; whatever runs then is killed. An agent that comes back
     * at once, after an orderly stop or not, tells anew what is true then, so that does not take long. On the loop's
     * thread, when the addresses are given away.
     */
    public void close() {
        runner.close(hasLeft ? PATIENCE_AT_END : PATIENCE_BEFORE_RESTART);
    }
}
