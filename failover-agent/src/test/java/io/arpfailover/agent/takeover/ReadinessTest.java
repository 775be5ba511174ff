package io.arpfailover.agent.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.coordinator.time.MonotonicTime;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final Readiness readiness = new Readiness(Pace.DEFAULT, 1);

    private static MonotonicTime at(long seconds) {
        return new MonotonicTime(seconds * 1_000_000_000);
    }

    @Test
    void nothingWasLookedAtYet() {
        assertFalse(readiness.isFresh(at(0)));
        assertTrue(at(0).hasReached(readiness.nextLook()));
    }

    @Test
    void aLookLastsFortySeconds() {
        readiness.found(at(0));
        assertEquals(at(40), readiness.freshUntil());
        assertTrue(readiness.isFresh(at(39)));
        assertFalse(readiness.isFresh(at(40)));
    }

    @Test
    void theNextLookComesBeforeTheLastIsTooOld() {
        readiness.looking(at(0));
        assertEquals(at(30), readiness.nextLook());
        readiness.found(at(1));
        assertEquals(at(31), readiness.nextLook());
    }

    @Test
    void whoeverServedUntilNowNeedsNoLookForAMoment() {
        readiness.served(at(100));
        assertEquals(at(102), readiness.freshUntil());
    }

    @Test
    void whoeverServesNoMoreListensNoMore() {
        readiness.found(at(100));
        readiness.served(at(101));
        assertEquals(at(103), readiness.freshUntil());
        assertEquals(at(0), readiness.nextLook());
    }

    @Test
    void aStrangerSpoilsIt() {
        readiness.found(at(0));
        readiness.spoiled();
        assertFalse(readiness.isFresh(at(1)));
    }

    /** 1000 addresses are 3000 probes, 214 s at 14 a second; looking may take a twentieth of the time. */
    @Test
    void manyAddressesAreLookedAtMoreRarely() {
        Readiness many = new Readiness(Pace.perSecond(100), 1_000);
        many.looking(at(0));
        assertEquals(at(600), many.nextLook());
    }

    @Test
    void anUnpacedInterfaceKeepsTheUsualGap() {
        Readiness many = new Readiness(Pace.UNLIMITED, 1_000);
        many.looking(at(0));
        assertEquals(at(30), many.nextLook());
    }
}
