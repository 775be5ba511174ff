package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.A;
import static io.arpfailover.coordinator.tenure.Samples.B;
import static io.arpfailover.coordinator.tenure.Samples.SESSION;
import static io.arpfailover.coordinator.tenure.Samples.T;
import static io.arpfailover.coordinator.tenure.Samples.TIMING;
import static io.arpfailover.coordinator.tenure.Samples.ack;
import static io.arpfailover.coordinator.tenure.Samples.applied;
import static io.arpfailover.coordinator.tenure.Samples.at;
import static io.arpfailover.coordinator.tenure.Samples.call;
import static io.arpfailover.coordinator.tenure.Samples.heldBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.TenureProtocol.Standing;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Cases that went wrong once. */
class HardCasesTest {
    private final TenureProtocol protocol = new TenureProtocol(A, TIMING, true);

    private void named(Mode mode) {
        protocol.restarted(at(-1000), at(-1000));
        protocol.registered(SESSION, at(-1000));
        protocol.members(Set.of(A, B));
        protocol.read(heldBy(A, 4, mode), at(-1000));
    }

    /** Acks that come too late to be worth anything are no answers in a row, and no ground to rest a lease on. */
    @Test
    void lateAcksDoNotCountTowardsPairing() {
        named(Mode.SOLO);
        protocol.answered(1, applied(call(protocol.claim("again", at(0)))), at(3));
        for (long left = 50; left <= 550; left += 100) {
            protocol.onTimeout(at(left));
        }
        for (long left : new long[] {0, 50, 150, 250}) {
            assertTrue(protocol.ackSeen(ack(4, left), at(640)).isEmpty());
        }
        assertFalse(
                protocol.ackSeen(ack(4, 550), at(641)).stream().anyMatch(TenureEffect.CompareAndSet.class::isInstance));
    }

    @Test
    void theLongPromiseIsNotAskedForByOneThatDoesNotBeat() {
        named(Mode.PAIRED);
        protocol.askLongPromise(at(0));
        protocol.onTimeout(at(0));
        assertTrue(at(0).isBefore(protocol.nextTimeout()));
    }

    /** Rule 9: it knows that the record it knows is of the past. */
    @Test
    void afterAHigherEpochItClaimsNothingUntilItHasRead() {
        named(Mode.PAIRED);
        protocol.claim("again", at(0));
        protocol.ackSeen(ack(4, 0), at(2));
        protocol.heartbeatSeen(new Heartbeat(5, at(777), T), at(10));
        assertEquals(Standing.UNCERTAIN, protocol.standing());
        assertFalse(protocol.mayClaim());
    }
}
