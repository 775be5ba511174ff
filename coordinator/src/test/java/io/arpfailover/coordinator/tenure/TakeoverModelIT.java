package io.arpfailover.coordinator.tenure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.coordinator.tenure.ModelChecker.Outcome;
import io.arpfailover.coordinator.tenure.ModelChecker.Verdict;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The model of the protocol, all of its states; and that it would tell if a rule were broken.
 *
 * <p>{@code -Dmodel=larger} takes two datagrams in flight at once instead of one, which needs several times as long.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class TakeoverModelIT {
    private static final String SMALL = "small";
    private static final Duration LIMIT = Duration.ofMinutes(100);

    @Test
    void noTwoServersOwnTheAddresses() throws Exception {
        String size = System.getProperty("model", SMALL);
        Verdict verdict = ModelChecker.everyState(size, Model.read(size), LIMIT);
        System.out.println("model " + size + ": " + verdict);
        assertEquals(Outcome.HOLDS, verdict.outcome());
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhenARuleIsBroken(BrokenRule broken) throws Exception {
        assertEquals(
                Outcome.VIOLATED,
                firstWrongState(broken.name(), Model.read(SMALL).with(broken)),
                broken.says());
    }

    /** A protocol under which nobody ever owns anything would be safe as well. */
    @ParameterizedTest
    @ValueSource(strings = {"NobodyEverOwns", "NobodyOwnsByPromise", "NobodyTakesOver"})
    void leavesPossible(String what) throws Exception {
        assertEquals(Outcome.VIOLATED, firstWrongState(what, Model.read(SMALL).expecting(what)));
    }

    private static Outcome firstWrongState(String name, Model model) throws Exception {
        Verdict verdict = ModelChecker.firstWrongState(name, model, LIMIT);
        System.out.println("model " + name + ": " + verdict);
        return verdict.outcome();
    }
}
