package io.arpfailover.agent.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
    private static final MonotonicTime START = new MonotonicTime(-5);
    private static final Ipv4Address B = Ipv4Address.parse("10.77.0.2");

    private final Complaints complaints = new Complaints();

    @Test
    void theTextsSayWhatAndWhatToDo() {
        assertEquals(
                "datagrams from 10.77.0.2 do not verify: the secrets differ; give both servers the same peer.secretFile",
                complaints.make(PeerDrop.BAD_MAC, B, 1, START));
        assertEquals(
                "datagrams from 10.77.0.2 are of format 2 and this agent speaks 1;"
                        + " install the same version of failover-agent on both servers",
                complaints.make(PeerDrop.OTHER_VERSION, B, 2, START));
    }

    @Test
    void eachIsMadeAtOnceAndThenOnceAMinute() {
        complaints.make(PeerDrop.BAD_MAC, B, 1, START);
        MonotonicTime next = START.plus(Duration.ofMinutes(1));
        assertFalse(complaints.isDue(PeerDrop.BAD_MAC, START));
        assertFalse(complaints.isDue(PeerDrop.BAD_MAC, next.minus(Duration.ofNanos(1))));
        assertTrue(complaints.isDue(PeerDrop.BAD_MAC, next));
        assertTrue(complaints.isDue(PeerDrop.OTHER_VERSION, START), "another reason has its own minute");
        assertThrows(IllegalStateException.class, () -> complaints.make(PeerDrop.BAD_MAC, B, 1, START));
    }

    @Test
    void theOtherReasonsAreOnlyCounted() {
        Set<PeerDrop> due = EnumSet.noneOf(PeerDrop.class);
        Stream.of(PeerDrop.values())
                .filter(reason -> complaints.isDue(reason, START))
                .forEach(due::add);
        assertEquals(EnumSet.of(PeerDrop.BAD_MAC, PeerDrop.OTHER_VERSION), due);
    }
}
