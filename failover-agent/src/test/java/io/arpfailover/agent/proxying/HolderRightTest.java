package io.arpfailover.agent.proxying;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.proxy.ProxyRight;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HolderRightTest {
    private final HolderRight right = new HolderRight();

    private static MonotonicTime at(long nanos) {
        return new MonotonicTime(nanos);
    }

    private boolean heldUntil(long until, long now) {
        return right.heldUntil(Optional.of(at(until)), at(now));
    }

    @Test
    void nobodyHasItFromTheStart() {
        assertFalse(right.heldUntil(Optional.empty(), at(5)));
        assertFalse(right.term().right().holds(at(5)));
    }

    @Test
    void itBeginsWithHoldingAndEndsWithTheLease() {
        assertTrue(heldUntil(100, 10), "begins");
        assertTrue(right.term().right().holds(at(99)));
        assertFalse(right.term().right().holds(at(100)), "the lease is over, whether the loop turns or not");
    }

    @Test
    void aRenewedLeaseGoesOnWithTheSameTerm() {
        heldUntil(100, 10);
        assertFalse(heldUntil(150, 60), "goes on");
        assertEquals(new HolderRight.Term(at(10), new ProxyRight(at(150))), right.term());
    }

    @Test
    void aLeaseThatRanOutBeforeItWasRenewedBeginsAnew() {
        heldUntil(100, 10);
        assertTrue(heldUntil(150, 100), "another may have answered between");
        assertEquals(at(100), right.term().since());
    }

    /** DESIGN's rule: a lease may be replaced by a shorter one, and what it lost is another's at once. */
    @Test
    void aShorterLeaseCountsAtOnceAndALongerOneNotYet() {
        heldUntil(100, 10);
        right.atMost(at(200));
        assertEquals(at(100), right.term().right().until());
        right.atMost(at(50));
        assertFalse(right.term().right().holds(at(50)));
        assertFalse(heldUntil(50, 20), "the same term");
    }

    @Test
    void whatEndsStaysOverUntilTheAddressesAreHeldAgain() {
        heldUntil(100, 10);
        right.end();
        assertFalse(right.term().right().holds(at(20)));
        right.atMost(at(90));
        assertFalse(right.term().right().holds(at(20)), "a claim's lease is no holding");
        assertTrue(heldUntil(90, 30), "begins");
        assertTrue(right.heldUntil(Optional.empty(), at(40)), "ends");
    }

    @Test
    void aFrameFromBeforeTheTermWasAnothersToAnswer() {
        heldUntil(100, 10);
        assertEquals(ProxyRight.NONE, right.term().rightAbout(at(9)));
        assertTrue(right.term().rightAbout(at(10)).holds(at(11)));
    }
}
