package io.arpfailover.agent.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifetimeTest {
    private final Lifetime lifetime = new Lifetime();

    private static MonotonicTime at(long millis) {
        return new MonotonicTime(millis * 1_000_000);
    }

    private static Optional<Effect> refreshed(long seconds) {
        return Optional.of(new Effect.RefreshAddresses(Duration.ofSeconds(seconds)));
    }

    /** Whole seconds that end before the lease; below one second there is nothing shorter than one. */
    @ParameterizedTest
    @CsvSource({"3800, 3", "3000, 3", "2999, 2", "1000, 1", "999, 1", "1, 1"})
    void assignedFor(long leftMillis, long seconds) {
        assertEquals(new Effect.AssignAddresses(Duration.ofSeconds(seconds)), lifetime.assign(at(leftMillis), at(0)));
    }

    @Test
    void nothingIsRefreshedBeforeItWasAssigned() {
        assertEquals(MonotonicTime.NEVER, lifetime.nextRefresh());
        assertEquals(Optional.empty(), lifetime.refresh(Optional.of(at(3_800)), at(1_000_000)));
    }

    @Test
    void refreshedEveryHalfSecond() {
        lifetime.assign(at(3_800), at(0));
        assertEquals(Optional.empty(), lifetime.refresh(Optional.of(at(3_800)), at(499)));
        assertEquals(refreshed(3), lifetime.refresh(Optional.of(at(3_800)), at(500)));
        assertEquals(at(1_000), lifetime.nextRefresh());
        assertEquals(Optional.empty(), lifetime.refresh(Optional.of(at(3_800)), at(999)));
        assertEquals(refreshed(2), lifetime.refresh(Optional.of(at(3_800)), at(1_000)));
    }

    @Test
    void leftAloneInTheLastSecondOfTheLease() {
        lifetime.assign(at(1_400), at(0));
        assertEquals(Optional.empty(), lifetime.refresh(Optional.of(at(1_400)), at(500)));
        assertEquals(at(1_000), lifetime.nextRefresh());
    }

    @Test
    void notRefreshedWithoutALease() {
        lifetime.assign(at(3_800), at(0));
        assertEquals(Optional.empty(), lifetime.refresh(Optional.empty(), at(500)));
    }
}
