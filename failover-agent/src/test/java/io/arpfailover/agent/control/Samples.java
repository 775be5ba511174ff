package io.arpfailover.agent.control;

import io.arpfailover.agent.control.AgentStatus.AddressStatus;
import io.arpfailover.agent.control.AgentStatus.InterfaceStatus;
import io.arpfailover.agent.control.AgentStatus.PeerStatus;
import io.arpfailover.agent.control.AgentStatus.ZooKeeperStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Statuses and moves for tests. */
public final class Samples {
    public static final MoveReport MOVE = move();

    private Samples() {}

    /** A holder with which all is well. */
    public static AgentStatus holder() {
        return status(
                List.of(new AddressStatus("10.77.0.100/24", "held", Optional.of(true), Optional.empty())),
                new InterfaceStatus("lan0", Optional.of("02:00:00:00:00:0a"), true),
                new ZooKeeperStatus(true, Optional.of(3000L), Optional.of(3000L)),
                Optional.of(new PeerStatus("b", true, "")));
    }

    /** A holder with the four parts that can be in trouble. */
    public static AgentStatus status(
            List<AddressStatus> addresses, InterfaceStatus lan, ZooKeeperStatus zookeeper, Optional<PeerStatus> peer) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("frames.request", 7L);
        counters.put("dropped.truncated", 0L);
        return new AgentStatus(
                "web",
                "a",
                "holder",
                "b was lost",
                Optional.of("a"),
                7,
                "SOLO",
                Optional.of(2400L),
                addresses,
                lan,
                Optional.of("10.77.0.254"),
                zookeeper,
                peer,
                counters,
                Optional.of(MOVE));
    }

    private static MoveReport move() {
        Map<String, Long> phases = new LinkedHashMap<>();
        phases.put("suspected", 0L);
        phases.put("claimed", 2100L);
        phases.put("installed", 3000L);
        phases.put("announced", 3300L);
        phases.put("repointed", 4150L);
        return new MoveReport(7, "a", Optional.of("b"), "b was lost", 1_767_268_800_000L, phases);
    }
}
