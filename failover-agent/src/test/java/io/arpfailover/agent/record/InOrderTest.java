package io.arpfailover.agent.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.link.FrameDirection;
import io.arpfailover.agent.link.TappedFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InOrderTest {
    private final InOrder inOrder = new InOrder(Duration.ofMillis(200));

    @Test
    void aFrameWaitsUntilNoneCanPrecedeIt() {
        assertEquals(List.of(), put(1000));
        assertEquals(List.of(), put(1200));
        assertEquals(List.of(1000L), put(1201));
        assertEquals(List.of(1200L, 1201L), times(inOrder.rest()));
        assertEquals(List.of(), times(inOrder.rest()));
    }

    @Test
    void anAnswerThatOvertookItsQuestionIsPutBehindIt() {
        put(1005);
        put(1000);
        assertEquals(List.of(1000L, 1005L), times(inOrder.rest()));
    }

    @Test
    void whatComesTooLateIsNotHeldBack() {
        put(2000);
        assertEquals(List.of(1000L), put(1000));
    }

    @Test
    void framesOfOneInstantKeepTheirOrder() {
        TappedFrame first = frame(1000);
        TappedFrame second = frame(1000);
        inOrder.put(first);
        inOrder.put(second);
        assertEquals(List.of(first, second), inOrder.rest());
    }

    @Test
    void aFloodIsNotKeptWithoutEnd() {
        for (int i = 0; i < InOrder.MOST_FRAMES; i++) {
            assertEquals(List.of(), put(1000));
        }
        assertEquals(List.of(999L), put(999));
        assertEquals(InOrder.MOST_FRAMES, inOrder.rest().size());
    }

    private List<Long> put(long millis) {
        return times(inOrder.put(frame(millis)));
    }

    private static List<Long> times(List<TappedFrame> frames) {
        return frames.stream().map(frame -> frame.at().toEpochMilli()).toList();
    }

    private static TappedFrame frame(long millis) {
        return new TappedFrame(Instant.ofEpochMilli(millis), FrameDirection.IN, new byte[0]);
    }
}
