package io.arpfailover.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.acd.AcdTiming;
import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.takeover.Failback;
import io.arpfailover.agent.takeover.Takeover;
import io.arpfailover.agent.takeover.TakeoverSettings;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SupervisorTest {
    private final List<String> heard = new ArrayList<>();
    private boolean deaf;
    private final Takeover takeover = new Takeover(
            new TakeoverSettings(
                    new NodeName("a"),
                    "lan0",
                    List.of(Ipv4Address.parse("10.77.0.100")),
                    Optional.empty(),
                    AcdTiming.FAST,
                    DefencePolicy.ALWAYS,
                    Pace.DEFAULT,
                    Duration.ofSeconds(60),
                    PromiseTiming.DEFAULT,
                    true,
                    new Failback.Sticky(),
                    6,
                    Optional.empty(),
                    List.of()),
            new Random(1));

    @Test
    void theFirstTurnMakesItReadyAndLaterOnesTellChanges() {
        Supervisor supervisor = supervisor(Optional.empty());
        supervisor.turned(takeover, at(1000));
        supervisor.turned(takeover, at(1100));
        supervisor.turned(takeover, at(3000));
        assertEquals(1, heard.size(), heard::toString);
        assertEquals("READY=1\nSTATUS=waiting: ", heard.get(0).substring(0, 24));
    }

    @Test
    void whatWasNotTakenIsToldAgain() {
        Supervisor supervisor = supervisor(Optional.empty());
        deaf = true;
        supervisor.turned(takeover, at(1000));
        deaf = false;
        supervisor.turned(takeover, at(1010));
        assertEquals(1, heard.size());
    }

    @Test
    void signsOfLifeComeBeforeHalfOfThePatienceIsOver() {
        Supervisor supervisor = supervisor(Optional.of(Duration.ofSeconds(10)));
        List<Integer> signs = new ArrayList<>();
        for (int second = 1; second <= 12; second++) {
            heard.clear();
            supervisor.turned(takeover, at(second * 1000L));
            if (heard.contains("WATCHDOG=1")) {
                signs.add(second);
            }
        }
        assertEquals(List.of(1, 5, 9), signs);
    }

    @Test
    void aReloadIsToldWithItsTime() {
        Supervisor supervisor = supervisor(Optional.empty());
        supervisor.reloading(at(1234));
        supervisor.reloaded();
        supervisor.stopping();
        assertEquals(List.of("RELOADING=1\nMONOTONIC_USEC=1234000", "READY=1", "STOPPING=1"), heard);
    }

    @Test
    void theWatchdogOfAnotherProcessIsNotOurs() {
        Map<String, String> environment = Map.of("WATCHDOG_USEC", "10000000", "WATCHDOG_PID", "7");
        assertEquals(Optional.of(Duration.ofSeconds(10)), Supervisor.patience(environment, 7));
        assertEquals(Optional.empty(), Supervisor.patience(environment, 8));
        assertEquals(Optional.of(Duration.ofSeconds(1)), Supervisor.patience(Map.of("WATCHDOG_USEC", "1000000"), 8));
        assertEquals(Optional.empty(), Supervisor.patience(Map.of("WATCHDOG_USEC", "0"), 8));
        assertEquals(Optional.empty(), Supervisor.patience(Map.of("WATCHDOG_USEC", "soon"), 8));
        assertEquals(Optional.empty(), Supervisor.patience(Map.of(), 8));
    }

    private Supervisor supervisor(Optional<Duration> patience) {
        return new Supervisor(
                lines -> {
                    if (!deaf) {
                        heard.add(lines);
                    }
                    return !deaf;
                },
                patience);
    }

    private static MonotonicTime at(long millis) {
        return new MonotonicTime(millis * 1_000_000);
    }
}
