package io.arpfailover.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.takeover.Event;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final Event.FrameSeen FRAME = new Event.FrameSeen(ArpFrame.broadcast(
            ArpPacket.probe(MacAddress.parse("02:00:00:00:00:01"), Ipv4Address.parse("10.77.0.100"))));
    private static final Inbox.Item CONTROL = new Inbox.Item.Happened(new Event.StopAsked(false));

    private final AtomicInteger overflows = new AtomicInteger();
    private final Inbox inbox = new Inbox(2, 3, overflows::incrementAndGet);

    private Optional<Inbox.Item> poll() throws InterruptedException {
        return inbox.poll(Duration.ZERO);
    }

    @Test
    void aFloodOfFramesIsDroppedAndCountedAndLeavesTheReservedRoom() throws Exception {
        for (int i = 0; i < 100; i++) {
            inbox.putFrame(FRAME);
        }
        assertEquals(98, inbox.framesDropped());
        for (int i = 0; i < 3; i++) {
            inbox.put(CONTROL);
        }
        assertEquals(0, overflows.get());
        assertEquals(Optional.of(CONTROL), poll());
        inbox.putFrame(FRAME);
        assertEquals(99, inbox.framesDropped());
    }

    @Test
    void aFullReservedRoomIsToldAndNotSurvived() {
        for (int i = 0; i < 5; i++) {
            inbox.put(CONTROL);
        }
        assertEquals(1, overflows.get());
    }

    @Test
    void aFrameWaitsForEverythingElse() throws Exception {
        inbox.putFrame(FRAME);
        inbox.put(CONTROL);
        assertEquals(Optional.of(CONTROL), poll());
        assertEquals(Optional.of(new Inbox.Item.Happened(FRAME)), poll());
        assertEquals(Optional.empty(), poll());
    }
}
