package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.B;
import static io.arpfailover.coordinator.tenure.Samples.LEASE;
import static io.arpfailover.coordinator.tenure.Samples.at;
import static io.arpfailover.coordinator.tenure.Samples.heldBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VacancyTest {
    private final Vacancy vacancy = new Vacancy(Duration.ofMillis(10_100));

    @Test
    void lastsAfterOneLease() {
        vacancy.read(Tenure.NONE, LEASE, at(0));
        assertEquals(at(2600), vacancy.nextTimeout());
        vacancy.onTimeout(at(2599));
        assertFalse(vacancy.hasLasted());
        vacancy.onTimeout(at(2600));
        assertTrue(vacancy.hasLasted());
        assertEquals(MonotonicTime.NEVER, vacancy.nextTimeout());
    }

    @Test
    void countsFromTheFirstReading() {
        vacancy.read(Tenure.NONE, LEASE, at(0));
        vacancy.read(Tenure.NONE, LEASE, at(2000));
        assertEquals(at(2600), vacancy.nextTimeout());
    }

    @Test
    void readAgainItStaysLasted() {
        vacancy.read(Tenure.NONE, LEASE, at(0));
        vacancy.onTimeout(at(2600));
        vacancy.read(Tenure.NONE, LEASE, at(3000));
        assertTrue(vacancy.hasLasted());
        assertEquals(MonotonicTime.NEVER, vacancy.nextTimeout());
    }

    @Test
    void aHolderEndsIt() {
        vacancy.read(Tenure.NONE, LEASE, at(0));
        vacancy.onTimeout(at(2600));
        vacancy.read(heldBy(B, 1, Mode.SOLO).tenure(), LEASE, at(3000));
        assertFalse(vacancy.hasLasted());
    }

    /** Its lease may have rested on the long promise, which whoever made the record again knows nothing of. */
    @Test
    void whoHasSeenAHolderWaitsForTheLongPromise() {
        vacancy.read(heldBy(B, 1, Mode.SOLO).tenure(), LEASE, at(3000));
        vacancy.forget();
        vacancy.read(Tenure.NONE, LEASE, at(4000));
        assertEquals(at(14_100), vacancy.nextTimeout());
    }

    @Test
    void orForALeaseWhereThatIsLonger() {
        Duration longer = Duration.ofSeconds(13);
        vacancy.read(heldBy(B, 1, Mode.SOLO).tenure(), longer, at(3000));
        vacancy.read(Tenure.NONE, longer, at(4000));
        assertEquals(at(17_000), vacancy.nextTimeout());
    }

    @Test
    void isForgotten() {
        vacancy.read(Tenure.NONE, LEASE, at(0));
        vacancy.forget();
        vacancy.onTimeout(at(2600));
        assertFalse(vacancy.hasLasted());
    }
}
