package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.time.MonotonicTime;
import org.junit.jupiter.api.Test;

class OwnPromiseTest {
    private final OwnPromise promise = new OwnPromise();

    @Test
    void isNeverOverBeforeItIsKnown() {
        promise.onTimeout(at(1_000_000));
        assertFalse(promise.isOver());
        assertEquals(MonotonicTime.NEVER, promise.nextTimeout());
    }

    @Test
    void whatWasPromisedBeforeAndIsPastIsOver() {
        promise.inherit(at(-1), at(0));
        assertTrue(promise.isOver());
        assertEquals(MonotonicTime.NEVER, promise.nextTimeout());
    }

    @Test
    void isOverAtItsEndAndNotBefore() {
        promise.inherit(at(505), at(0));
        assertEquals(at(505), promise.nextTimeout());
        promise.onTimeout(at(504));
        assertFalse(promise.isOver());
        promise.onTimeout(at(505));
        assertTrue(promise.isOver());
        assertEquals(MonotonicTime.NEVER, promise.nextTimeout());
    }

    @Test
    void isNeverShortened() {
        promise.inherit(at(10_000), at(0));
        promise.keepUntil(at(505));
        assertEquals(at(10_000), promise.nextTimeout());
        promise.keepUntil(at(11_000));
        assertEquals(at(11_000), promise.nextTimeout());
    }

    @Test
    void beginsAnewAfterItWasOver() {
        promise.inherit(at(0), at(0));
        promise.keepUntil(at(505));
        assertFalse(promise.isOver());
        assertEquals(at(505), promise.nextTimeout());
    }

    @Test
    void madeBeforeAnythingIsKnownItIsStillNeverOver() {
        promise.keepUntil(at(505));
        promise.onTimeout(at(10_000));
        assertFalse(promise.isOver());
    }
}
