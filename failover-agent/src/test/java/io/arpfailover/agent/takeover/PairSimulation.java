package io.arpfailover.agent.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two real machines in a simulated world, in which one seed draws everything that happens.
 *
 * <p>{@code -Dsimulation.seeds=N} runs more seeds, {@code -Dsimulation.seed=X} replays one, {@code -Dsimulation.trace=M}
 * remembers more of what happened.
 */
class PairSimulation {
    private static final long SEEDS = Long.getLong("simulation.seeds", 2_000);
    private static final Optional<Long> ONE_SEED = Optional.ofNullable(Long.getLong("simulation.seed"));

    private static final double CALM_BEGINNING = 0.7;
    private static final Duration CALM_FOR = Duration.ofSeconds(8);
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration SHORTEST_TROUBLE = Duration.ofSeconds(3);

    /** In so many promises, and seldom so many times longer. */
    private static final int LONGEST_TROUBLE = 40;

    private static final double LONG_TROUBLE = 0.05;
    private static final int LONGER = 4;

    /** Once faults stop: a stranger's last conflict may hold an attempt back for RATE_LIMIT_INTERVAL (RFC 5227). */
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(75);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int STEADY_LOOKS = 4;

    /**
     * A switchover in peace takes conflict detection and a few round trips. But a frame of the old holder may reach the
     * gateway late and repoint it; the second announcement, 2 s after the first, puts that right.
     */
    private static final Duration SWITCHED_WITHIN = Duration.ofSeconds(3);

    private static final double ZOOKEEPER_ABSENT = 0.2;
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(60);
    private static final Duration SHORT_ABSENCE = Duration.ofSeconds(8);

    /** The members are back in ZooKeeper by then. */
    private static final Duration BACK_WITHIN = Duration.ofSeconds(5);

    /** As many seeds as a broken rule may take to be noticed. */
    private static final long SEEDS_PER_BROKEN_RULE = 6_000;

    @Test
    void everySeed() {
        ONE_SEED.map(LongStream::of)
                .orElseGet(() -> LongStream.rangeClosed(1, SEEDS))
                .parallel()
                .forEach(seed -> run(seed, BrokenRule.NONE));
    }

    /**
     * Seeds that failed once stay here for good, although which world a seed draws changes with every new kind of fault.
     * 704: the other member's new MAC address, seen before its card said so, stayed a stranger's.
     */
    @ParameterizedTest
    @ValueSource(longs = {41, 46, 704, 3224, 4386, 5670, 6307})
    void seedThatFailedOnce(long seed) {
        run(seed, BrokenRule.NONE);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE"})
    void brokenRuleIsCaught(BrokenRule broken) {
        Optional<String> caught = LongStream.rangeClosed(1, SEEDS_PER_BROKEN_RULE)
                .parallel()
                .mapToObj(seed -> violation(seed, broken))
                .flatMap(Optional::stream)
                .findAny();
        assertTrue(caught.isPresent(), () -> broken + " went unnoticed in " + SEEDS_PER_BROKEN_RULE + " seeds");
    }

    static void run(long seed, BrokenRule broken) {
        SimulatedPair pair = new SimulatedPair(seed, broken);
        try {
            live(pair);
        } catch (AssertionError | RuntimeException violated) {
            fail("seed " + seed + ": " + violated.getMessage() + "\n" + pair.agenda.trace(), violated);
        }
    }

    /** The first thing that went wrong for safety, in the time of trouble only. */
    static Optional<String> violation(long seed, BrokenRule broken) {
        SimulatedPair pair = new SimulatedPair(seed, broken);
        try {
            trouble(pair);
            return Optional.empty();
        } catch (AssertionError violated) {
            return Optional.of(violated.getMessage());
        }
    }

    private static void live(SimulatedPair pair) {
        trouble(pair).heal();
        SimulatedServer holder = switchesOver(pair, settles(pair));
        if (pair.hasPeer && pair.agenda.chance(ZOOKEEPER_ABSENT)) {
            servesWithoutZooKeeper(pair, holder);
        }
    }

    private static SimulatedFaults trouble(SimulatedPair pair) {
        Duration apart = pair.agenda.chance(0.5) ? Duration.ofMillis(10) : Duration.ofSeconds(3);
        pair.servers.forEach(server -> pair.agenda.in(pair.agenda.between(Duration.ZERO, apart), server::start));
        if (pair.agenda.chance(CALM_BEGINNING)) {
            beginsCalmly(pair);
        }
        SimulatedFaults faults = new SimulatedFaults(pair);
        int promises = LONGEST_TROUBLE * (pair.agenda.chance(LONG_TROUBLE) ? LONGER : 1);
        pair.runFor(pair.agenda.between(
                SHORTEST_TROUBLE, SHORTEST_TROUBLE.plus(pair.timing.promise().multipliedBy(promises))));
        return faults;
    }

    /** Trouble finds more to break once somebody serves. */
    private static void beginsCalmly(SimulatedPair pair) {
        long latest = pair.agenda.now() + CALM_FOR.toNanos();
        while (pair.agenda.now() < latest && (pair.serving().isEmpty() || pair.hasPeer != pair.isPaired())) {
            pair.runFor(MOMENT);
        }
    }

    /** Runs until the pair has been settled for a while. */
    private static SimulatedServer settles(SimulatedPair pair) {
        long latest = pair.agenda.now() + SETTLED_WITHIN.toNanos();
        int looks = 0;
        while (looks < STEADY_LOOKS && pair.agenda.now() < latest) {
            pair.runFor(BETWEEN_LOOKS);
            looks = unsettled(pair).isEmpty() && !busy(pair) ? looks + 1 : 0;
        }
        unsettled(pair).ifPresent(why -> fail("not settled within " + SETTLED_WITHIN + ": " + why));
        return pair.serving().orElseThrow();
    }

    /** What is missing: one serves all addresses, both machines agree on who it is, and the gateway sends there. */
    private static Optional<String> unsettled(SimulatedPair pair) {
        Optional<SimulatedServer> holder = pair.serving();
        if (holder.isEmpty()) {
            return Optional.of("nobody serves");
        }
        List<Stage> stages = List.of(stage(holder.get()), stage(pair.otherThan(holder.get())));
        if (!stages.equals(List.of(Stage.HOLDING, Stage.STANDBY))) {
            return Optional.of("server and heir are " + stages);
        }
        if (pair.hasPeer != pair.isPaired()) {
            return Optional.of("the tenure is " + pair.zooKeeper.tenure());
        }
        boolean requested = pair.switchover().filter(Switchover::isOpen).isPresent();
        return requested
                ? Optional.of("a switchover is open")
                : pair.gatewaySendsTo(holder.get()) ? Optional.empty() : Optional.of("the gateway sends elsewhere");
    }

    /** Whether an agent has yet to do what it was told before the end of the faults. */
    private static boolean busy(SimulatedPair pair) {
        return pair.servers.stream()
                .flatMap(server -> server.process().stream())
                .anyMatch(SimulatedProcess::isBusy);
    }

    private static SimulatedServer switchesOver(SimulatedPair pair, SimulatedServer from) {
        SimulatedServer to = pair.otherThan(from);
        from.process().orElseThrow().switchover(to.name(), "peace");
        pair.runFor(SWITCHED_WITHIN);
        Switchover ended = pair.switchover().orElseThrow();
        if (ended.reason().contains(pair.stranger.mac().toString())) {
            assertEquals(Optional.of(from), pair.serving()); // The heir waits after ten conflicts, and says so.
            return from;
        }
        assertEquals(Optional.empty(), unsettled(pair));
        assertEquals(Outcome.DONE, ended.outcome(), ended::toString);
        assertEquals(Optional.of(to), pair.serving());
        return to;
    }

    /** While both members live undisturbed and are paired, all of ZooKeeper may go and come back. */
    private static void servesWithoutZooKeeper(SimulatedPair pair, SimulatedServer holder) {
        Duration longest = pair.agenda.chance(ZOOKEEPER_ABSENT) ? LONGEST_ABSENCE : SHORT_ABSENCE;
        pair.zooKeeper.down();
        pair.mustServe(holder);
        pair.runFor(pair.agenda.between(Duration.ZERO, longest));
        pair.zooKeeper.up();
        pair.runFor(BACK_WITHIN);
        assertEquals(Optional.empty(), unsettled(pair));
    }

    private static Stage stage(SimulatedServer server) {
        return server.process().map(process -> process.takeover().stage()).orElse(Stage.STOPPED);
    }
}
