package io.arpfailover.coordinator.tenure;

import static io.arpfailover.coordinator.tenure.Samples.T;
import static io.arpfailover.coordinator.tenure.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeirDutyTest {
    private static final Heartbeat FIRST = new Heartbeat(4, at(0), T);
    private static final Heartbeat SECOND = new Heartbeat(4, at(100), T);

    private final HeirDuty duty = new HeirDuty(PromiseTiming.DEFAULT);

    @Test
    void nothingWaitsAtFirst() {
        assertEquals(Optional.empty(), duty.waiting(at(0)));
    }

    @Test
    void aHeartbeatWaitsForHalfOfT() {
        duty.received(FIRST, at(0));
        assertEquals(Optional.of(FIRST), duty.waiting(at(249)));
        assertEquals(Optional.empty(), duty.waiting(at(250)));
    }

    @Test
    void theLatestCounts() {
        duty.received(FIRST, at(0));
        duty.received(SECOND, at(100));
        assertEquals(Optional.of(SECOND), duty.waiting(at(300)));
    }

    @Test
    void anAnswerIsAPromiseOnePercentLonger() {
        duty.promise().inherit(at(0), at(0));
        duty.received(FIRST, at(10));
        assertEquals(List.of(new TenureEffect.SendAck(Ack.of(FIRST))), duty.answer(FIRST, at(10)));
        assertEquals(Optional.empty(), duty.waiting(at(11)));
        duty.onTimeout(at(514));
        assertFalse(duty.promise().isOver());
        duty.onTimeout(at(515));
        assertTrue(duty.promise().isOver());
    }

    @Test
    void nobodyMayAskForMoreThanTheLongPromise() {
        duty.received(new Heartbeat(4, at(0), PromiseTiming.DEFAULT.restart().plusNanos(1)), at(0));
        assertEquals(Optional.empty(), duty.waiting(at(1)));
    }
}
