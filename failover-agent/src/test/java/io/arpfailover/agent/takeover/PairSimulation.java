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

    private static final Duration LONGEST_TROUBLE = Duration.ofSeconds(40);

    /** Once faults stop: a stranger's last conflict may hold an attempt back for RATE_LIMIT_INTERVAL (RFC 5227). */
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(75);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int STEADY_LOOKS = 5;

    /**
     * A switchover in peace takes conflict detection and a few round trips. But a frame of the old holder may reach the
     * gateway late and repoint it; the second announcement, 2 s after the first, puts that right.
     */
    private static final Duration SWITCHED_WITHIN = Duration.ofSeconds(3);

    /** As many seeds as a broken rule may take to be noticed. */
    private static final long SEEDS_PER_BROKEN_RULE = 2_000;

    @Test
    void everySeed() {
        ONE_SEED.map(LongStream::of)
                .orElseGet(() -> LongStream.rangeClosed(1, SEEDS))
                .forEach(seed -> run(seed, BrokenRule.NONE));
    }

    /**
     * 41 and 46: a new MAC was not published. 4386: an heir that had to wait after conflicts did not say so. The others:
     * what a restart found in its kernel outlived a handover.
     */
    @ParameterizedTest
    @ValueSource(longs = {41, 46, 3224, 4386, 5670, 6307})
    void seedThatFailedOnce(long seed) {
        run(seed, BrokenRule.NONE);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void brokenRuleIsCaught(BrokenRule broken) {
        Optional<String> caught = LongStream.rangeClosed(1, SEEDS_PER_BROKEN_RULE)
                .mapToObj(seed -> violation(seed, broken))
                .flatMap(Optional::stream)
                .findFirst();
        assertTrue(caught.isPresent(), () -> broken + " went unnoticed in " + SEEDS_PER_BROKEN_RULE + " seeds");
    }

    private static void run(long seed, BrokenRule broken) {
        SimulatedPair pair = new SimulatedPair(seed, broken);
        try {
            live(pair);
        } catch (AssertionError | RuntimeException violated) {
            fail("seed " + seed + ": " + violated.getMessage() + "\n" + pair.agenda.trace(), violated);
        }
    }

    /** The first thing that went wrong for safety, in the time of trouble only. */
    private static Optional<String> violation(long seed, BrokenRule broken) {
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
        switchesOver(pair, settles(pair));
    }

    private static SimulatedFaults trouble(SimulatedPair pair) {
        Duration apart = pair.agenda.chance(0.5) ? Duration.ofMillis(10) : Duration.ofSeconds(3);
        pair.servers.forEach(server -> pair.agenda.in(pair.agenda.between(Duration.ZERO, apart), server::start));
        SimulatedFaults faults = new SimulatedFaults(pair);
        pair.runFor(pair.agenda.between(Duration.ofSeconds(5), LONGEST_TROUBLE));
        return faults;
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

    private static void switchesOver(SimulatedPair pair, SimulatedServer from) {
        SimulatedServer to = pair.otherThan(from);
        from.process().orElseThrow().switchover(to.name(), "peace");
        pair.runFor(SWITCHED_WITHIN);
        Switchover ended = pair.switchover().orElseThrow();
        if (ended.reason().contains(pair.stranger.mac().toString())) {
            assertEquals(Optional.of(from), pair.serving()); // The heir waits after ten conflicts, and says so.
            return;
        }
        assertEquals(Optional.empty(), unsettled(pair));
        assertEquals(Outcome.DONE, ended.outcome(), ended::toString);
        assertEquals(Optional.of(to), pair.serving());
    }

    private static Stage stage(SimulatedServer server) {
        return server.process().map(process -> process.takeover().stage()).orElse(Stage.STOPPED);
    }
}
