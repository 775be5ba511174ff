package io.arpfailover.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.health.CheckLevel;
import io.arpfailover.agent.health.CheckResult;
import io.arpfailover.agent.health.CheckRule;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The guards, with rounds begun by hand and workers that run when they are told to. */
class GuardedCheckTest {
    private static final CheckResult GOOD = CheckResult.passed("it", "");
    private static final CheckResult BAD = CheckResult.failed("it", "bad");

    private final List<CheckResult> results = new ArrayList<>();
    private final Deque<Runnable> begun = new ArrayDeque<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private Supplier<CheckResult> next = () -> GOOD;
    private int runs;

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    @Test
    void aFailingCheckIsLeftOutEverySecondTimeAfterTenFailures() {
        GuardedCheck check = check(3);
        next = () -> BAD;
        rounds(check, 10);
        assertEquals(10, runs);
        rounds(check, 10);
        assertEquals(15, runs);
        assertEquals(15, results.size(), "no run, no news");
    }

    @Test
    void itIsNotLeftOutBeforeItCountsAsFailing() {
        GuardedCheck check = check(30);
        next = () -> BAD;
        rounds(check, 30);
        assertEquals(30, runs);
    }

    @Test
    void aRecoveryShowsWithinTwoRoundsAndEveryRoundRunsAfterIt() {
        GuardedCheck check = check(3);
        next = () -> BAD;
        rounds(check, 15);
        next = () -> GOOD;
        results.clear();
        rounds(check, 2);
        assertTrue(results.contains(GOOD), results.toString());
        results.clear();
        rounds(check, 5);
        assertEquals(List.of(GOOD, GOOD, GOOD, GOOD, GOOD), results);
    }

    @Test
    void onePassInTenKeepsItRunning() {
        GuardedCheck check = check(3);
        for (int round = 0; round < 50; round++) {
            boolean good = round % 10 == 9;
            next = () -> good ? GOOD : BAD;
            rounds(check, 1);
        }
        assertEquals(50, runs);
    }

    @Test
    void aRunThatHasNotEndedIsAFailureAndNotStartedAgain() {
        GuardedCheck check = check(3);
        check.round();
        check.round();
        check.round();
        assertEquals(1, begun.size());
        CheckResult stuck = CheckResult.failed(
                "it", "the run before has not ended; if it is a script, see what it waits for with 'ps axl'");
        assertEquals(List.of(stuck, stuck), results);
        begun.remove().run();
        rounds(check, 1);
        assertEquals(List.of(stuck, stuck, GOOD, GOOD), results);
    }

    @Test
    void aRunThatIsAbandonedBeforeAWorkerHasItNeverBegins() {
        GuardedCheck check = check(3);
        check.round();
        check.abandon();
        begun.remove().run();
        assertEquals(0, runs);
        rounds(check, 1);
        assertEquals(1, runs, "and the next one does");
    }

    @Test
    void aBugInACheckIsAFailure() {
        GuardedCheck check = check(3);
        next = () -> {
            throw new IllegalStateException("broken");
        };
        rounds(check, 1);
        assertEquals(List.of(CheckResult.failed("it", "java.lang.IllegalStateException: broken")), results);
    }

    private GuardedCheck check(int fall) {
        CheckSettings settings = new CheckSettings(
                new CheckRule("it", CheckLevel.REQUIRED, 2, fall),
                new CheckKind.Tcp("127.0.0.1", 1),
                Duration.ofHours(1),
                Duration.ofHours(1));
        return new GuardedCheck(settings, this::run, begun::add, timer, results::add);
    }

    private CheckResult run() {
        runs++;
        return next.get();
    }

    private void rounds(GuardedCheck check, int count) {
        for (int round = 0; round < count; round++) {
            check.round();
            while (!begun.isEmpty()) {
                begun.remove().run();
            }
        }
    }
}
