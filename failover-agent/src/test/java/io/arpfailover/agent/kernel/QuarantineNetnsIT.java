package io.arpfailover.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.KernelResult.Reason;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two neighbours ask the server by ARP; one of them is shut out. */
class QuarantineNetnsIT {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final MacAddress STRANGER = MacAddress.parse("02:00:0a:4d:00:63");

    private final NetnsLab lab = NetnsLab.create();
    private Quarantine quarantine;

    @BeforeEach
    void serverAndTwoNeighbours() {
        lab.lan("lan0", "server", "bad", "good");
        lab.ip("server", "addr add 10.9.0.1/24 dev lan0");
        lab.ip("bad", "addr add 10.9.0.2/24 dev lan0");
        lab.ip("good", "addr add 10.9.0.3/24 dev lan0");
        quarantine = lab.call("server", () -> Quarantine.open("lan0", 2));
        assertTrue(quarantine.install().isDone());
    }

    @AfterEach
    void tearDown() {
        quarantine.close();
        lab.close();
    }

    @Test
    void itsFramesStopArrivingAndThoseOfOthersDoNot() {
        assertTrue(isAnswered("bad"));
        assertTrue(quarantine.add(mac("bad"), LONG).isDone());
        assertFalse(isAnswered("bad"));
        assertTrue(isAnswered("good"));
        Duration left = quarantine.list().get(mac("bad"));
        assertTrue(left.compareTo(LONG) <= 0 && left.compareTo(LONG.minusSeconds(60)) > 0, "left: " + left);
        assertTrue(quarantine.release(mac("bad")).isDone());
        assertTrue(quarantine.release(mac("bad")).isDone(), "once more");
        assertTrue(isAnswered("bad"));
    }

    @Test
    void itEndsByItselfAlsoWhenNobodyIsThereToEndIt() {
        assertTrue(quarantine.add(mac("bad"), LONG).isDone());
        assertTrue(quarantine.add(mac("bad"), Duration.ofSeconds(2)).isDone(), "instead of five minutes");
        quarantine.close();
        assertFalse(isAnswered("bad"));
        NetnsLab.until("let in again", () -> isAnswered("bad"));
        quarantine = lab.call("server", () -> Quarantine.open("lan0", 2));
        assertEquals(Set.of(), quarantine.list().keySet());
    }

    @Test
    void thereIsAnEndToHowManyFitIn() {
        assertTrue(quarantine.add(mac("bad"), LONG).isDone());
        assertTrue(quarantine.add(STRANGER, LONG).isDone());
        assertFailed(Reason.REFUSED, quarantine.add(mac("good"), LONG));
        assertEquals(Set.of(mac("bad"), STRANGER), quarantine.list().keySet());
        assertTrue(isAnswered("good"));
    }

    @Test
    void whatIsMissingIsSaid() {
        assertTrue(quarantine.remove().isDone());
        assertEquals(Set.of(), quarantine.list().keySet());
        assertFailed(Reason.TABLE_GONE, quarantine.add(STRANGER, LONG));
        assertTrue(quarantine.install().isDone());
        assertTrue(quarantine.add(STRANGER, LONG).isDone());
    }

    @Test
    void nobodyCanShutOutEverybodyOrForEver() {
        assertThrows(IllegalArgumentException.class, () -> quarantine.add(MacAddress.BROADCAST, LONG));
        assertThrows(IllegalArgumentException.class, () -> quarantine.add(STRANGER, Duration.ofDays(8)));
        assertThrows(IllegalArgumentException.class, () -> quarantine.add(STRANGER, Duration.ZERO));
    }

    /** Whether the server answers a question of this neighbour, which asks once and waits for a second. */
    private boolean isAnswered(String neighbour) {
        String said = lab.exec(neighbour, "sh", "-c", "arping -c 1 -w 1 -I lan0 10.9.0.1 2>&1 || true");
        return said.contains(mac("server").toString()) || said.contains("bytes from");
    }

    private MacAddress mac(String namespace) {
        return lab.call(namespace, () -> {
            try (Rtnetlink rtnetlink = Rtnetlink.open()) {
                return rtnetlink.link("lan0").orElseThrow().mac();
            }
        });
    }

    private static void assertFailed(Reason reason, KernelResult result) {
        Failed failed = assertInstanceOf(Failed.class, result);
        assertEquals(reason, failed.reason(), failed.text());
    }
}
