package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.TenureEffect.LeaseOver;
import io.arpfailover.coordinator.tenure.TenureEffect.LeaseUntil;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private final Lease lease = new Lease();

    @Test
    void thereIsNoneAtFirst() {
        assertFalse(lease.isLive());
        assertEquals(MonotonicTime.NEVER, lease.end());
        assertEquals(List.of(), lease.over("nothing to end"));
    }

    @Test
    void theFirstIsNoRenewal() {
        assertEquals(List.of(new LeaseUntil(at(500), false)), lease.extendTo(at(500)));
        assertEquals(List.of(new LeaseUntil(at(600), true)), lease.extendTo(at(600)));
        assertEquals(at(600), lease.end());
    }

    @Test
    void extendingNeverShortens() {
        lease.extendTo(at(2600));
        assertEquals(List.of(), lease.extendTo(at(2600)));
        assertEquals(List.of(), lease.extendByPromise(at(500)));
        assertEquals(at(2600), lease.end());
    }

    @Test
    void rule4_isReplacedByTheLatestPromise() {
        lease.extendTo(at(2600));
        lease.extendByPromise(at(600));
        lease.extendByPromise(at(500));
        assertEquals(List.of(new LeaseUntil(at(600), true)), lease.replaceByPromise("no promise", at(100)));
        assertEquals(at(600), lease.end());
    }

    @Test
    void onePromisedAlreadyNeedsNoReplacing() {
        lease.extendByPromise(at(500));
        assertEquals(List.of(), lease.replaceByPromise("no promise", at(100)));
        assertTrue(lease.isLive());
    }

    @Test
    void withoutAPromiseReplacingEndsIt() {
        lease.extendTo(at(2600));
        assertEquals(List.of(new LeaseOver("no promise")), lease.replaceByPromise("no promise", at(100)));
        assertFalse(lease.isLive());
    }

    @Test
    void aPromiseThatIsOverIsNone() {
        lease.extendTo(at(2600));
        lease.extendByPromise(at(500));
        assertEquals(List.of(new LeaseOver("no promise")), lease.replaceByPromise("no promise", at(500)));
    }

    @Test
    void whatWasPromisedForOneLeaseIsNotForTheNext() {
        lease.extendByPromise(at(900));
        assertEquals(List.of(new LeaseOver("over")), lease.over("over"));
        lease.extendTo(at(2600));
        assertEquals(List.of(new LeaseOver("no promise")), lease.replaceByPromise("no promise", at(100)));
    }

    @Test
    void replacingNoLeaseIsNothing() {
        assertEquals(List.of(), lease.replaceByPromise("no promise", at(0)));
    }
}
