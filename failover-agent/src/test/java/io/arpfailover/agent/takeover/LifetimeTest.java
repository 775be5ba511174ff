package io.arpfailover.agent.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifetimeTest {
    private final Lifetime lifetime = new Lifetime();

    private static MonotonicTime at(long millis) {
        return new MonotonicTime(millis * 1_000_000);
    }

    private static Optional<Effect> refreshed(long millis) {
        return Optional.of(new Effect.RefreshAddresses(Duration.ofMillis(millis)));
    }

    @Test
    void assignedForWhatIsLeftOfTheLease() {
        assertEquals(new Effect.AssignAddresses(Duration.ofMillis(3_700)), lifetime.assign(at(3_800), at(100)));
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
        assertEquals(refreshed(3_300), lifetime.refresh(Optional.of(at(3_800)), at(500)));
        assertEquals(at(1_000), lifetime.nextRefresh());
        assertEquals(Optional.empty(), lifetime.refresh(Optional.of(at(3_800)), at(999)));
        assertEquals(refreshed(2_800), lifetime.refresh(Optional.of(at(3_800)), at(1_000)));
    }

    @Test
    void notRefreshedWithoutALease() {
        lifetime.assign(at(3_800), at(0));
        assertEquals(Optional.empty(), lifetime.refresh(Optional.empty(), at(500)));
    }
}
