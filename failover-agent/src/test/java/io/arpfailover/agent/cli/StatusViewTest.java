package io.arpfailover.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.AgentStatus.AddressStatus;
import io.arpfailover.agent.control.AgentStatus.InterfaceStatus;
import io.arpfailover.agent.control.AgentStatus.ZooKeeperStatus;
import io.arpfailover.agent.control.MoveReport;
import io.arpfailover.agent.control.Samples;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusViewTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    @Test
    void allIsWell() {
        assertEquals(
                List.of(
                        "web on a is HOLDER: b was lost",
                        "  holder     a (this server), epoch 7, SOLO",
                        "  lease      2.4 s left",
                        "  address    10.77.0.100/24      held, gateway repointed",
                        "  interface  lan0, 02:00:00:00:00:0a, carrier, gateway 10.77.0.254",
                        "  zookeeper  connected, session 3000 ms",
                        "  peer       b, could take over",
                        "  last move  2026-01-01 12:00:00  b -> a in 4.2 ms (b was lost)"),
                new StatusView(Samples.holder(), UTC).lines());
    }

    @Test
    void aStandbyBeforeTheFirstMove() {
        AgentStatus standby = new AgentStatus(
                "web",
                "b",
                "standby",
                "nobody has asked",
                Optional.empty(),
                0,
                "SOLO",
                Optional.empty(),
                List.of(new AddressStatus("10.77.0.100/24", "standby", Optional.empty(), Optional.empty())),
                new InterfaceStatus("lan0", Optional.of("02:00:00:00:00:0b"), true),
                Optional.empty(),
                new ZooKeeperStatus(true, Optional.of(3000L), Optional.of(3000L)),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
        assertEquals(
                List.of(
                        "! there is no second server to take over: start the agent on the other server",
                        "web on b is STANDBY: nobody has asked",
                        "  holder     nobody, epoch 0, SOLO",
                        "  lease      none, the kernel drops the addresses' traffic",
                        "  address    10.77.0.100/24      standby",
                        "  interface  lan0, 02:00:00:00:00:0b, carrier, no gateway known",
                        "  zookeeper  connected, session 3000 ms",
                        "  peer       none"),
                new StatusView(standby, UTC).lines());
    }

    @Test
    void aPairWithEverythingThatCanBeTold() {
        assertEquals(
                List.of(
                        "! advisory check web is failing: connection refused: put that right on a",
                        "! b is in maintenance and takes no addresses: end it with 'failover-agent maintenance off b'",
                        "! paused by root on mgmt1, so nothing moves by itself: end it with 'failover-agent resume'",
                        "web on a is HOLDER: b was lost",
                        "  holder     a (this server), epoch 7, PAIRED",
                        "  lease      2.4 s left",
                        "  address    10.77.0.100/24      held, gateway repointed",
                        "  interface  lan0, 02:00:00:00:00:0a, carrier, gateway 10.77.0.254",
                        "  zookeeper  connected, session 3000 ms",
                        "  peer       b, could take over; 10.77.0.1:5227 heard 12 ms ago; 10.79.0.1:5227 silent",
                        "  health     gateway passing, web failing",
                        "  stranger   02:00:00:00:00:99 used 10.77.0.100, seen 3 times, last 12 s ago",
                        "  last move  2026-01-01 12:00:00  b -> a in 4.2 ms (b was lost)"),
                new StatusView(Samples.pair("PAIRED"), UTC).lines());
    }

    @Test
    void neverMoreThanSeventeenLines() {
        List<AddressStatus> many = IntStream.range(1, 101)
                .mapToObj(i -> new AddressStatus(
                        "10.77.0." + i + "/24", "conflict", Optional.of(false), Optional.of("02:00:00:00:00:99")))
                .toList();
        AgentStatus worst = Samples.status(
                many,
                new InterfaceStatus("lan0", Optional.empty(), false),
                new ZooKeeperStatus(false, Optional.empty(), Optional.of(3000L)),
                Optional.empty());
        AgentStatus pair = Samples.pair("SOLO");
        List<String> lines = new StatusView(
                        Samples.with(
                                worst,
                                "SOLO",
                                Optional.empty(),
                                pair.intent(),
                                pair.promises(),
                                pair.health(),
                                pair.strangers()),
                        UTC)
                .lines();
        assertTrue(lines.size() <= 17, () -> String.join("\n", lines));
        assertEquals(
                "! 10.77.0.1/24 is also used by 02:00:00:00:00:99: find that host by its MAC address and take the address from it",
                lines.get(0));
        assertEquals("! and 202 more: see status --json", lines.get(3));
        assertTrue(lines.contains("             and 97 more: see status --json"), () -> String.join("\n", lines));
        assertTrue(lines.contains("  interface  lan0, does not exist, gateway 10.77.0.254"));
        assertTrue(lines.contains("  zookeeper  no contact"));
    }

    @Test
    void aMoveWithoutAPastAndWithoutPhases() {
        MoveReport first = new MoveReport(1, "a", Optional.empty(), "new cluster", 1_767_268_800_000L, Map.of());
        assertEquals("2026-01-01 12:00:00  epoch 1  -> a  (new cluster)", new MoveView(first, UTC).line());
        assertEquals("2026-01-01 12:00:00  -> a (new cluster)", new MoveView(first, UTC).summary());
    }
}
