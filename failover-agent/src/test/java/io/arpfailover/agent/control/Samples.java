package io.arpfailover.agent.control;

import io.arpfailover.agent.control.AgentStatus.AddressStatus;
import io.arpfailover.agent.control.AgentStatus.CheckStatus;
import io.arpfailover.agent.control.AgentStatus.IntentStatus;
import io.arpfailover.agent.control.AgentStatus.InterfaceStatus;
import io.arpfailover.agent.control.AgentStatus.PathStatus;
import io.arpfailover.agent.control.AgentStatus.PeerStatus;
import io.arpfailover.agent.control.AgentStatus.PromisesStatus;
import io.arpfailover.agent.control.AgentStatus.StrangerStatus;
import io.arpfailover.agent.control.AgentStatus.ZooKeeperStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Statuses and moves for tests. */
public final class Samples {
    public static final MoveReport MOVE = move();

    public static final NeighborReport NEIGHBOR = new NeighborReport(
            "10.77.0.254",
            Optional.of("02:00:00:00:00:fe"),
            "reachable",
            Optional.of(20L),
            Optional.of(7L),
            Optional.empty(),
            0);

    private Samples() {}

    /** A holder with which all is well. */
    public static AgentStatus holder() {
        return status(
                List.of(new AddressStatus("10.77.0.100/24", "held", Optional.of(true), Optional.empty())),
                new InterfaceStatus("lan0", Optional.of("02:00:00:00:00:0a"), true),
                new ZooKeeperStatus(true, Optional.of(3000L), Optional.of(3000L)),
                Optional.of(new PeerStatus("b", true, "")));
    }

    /** A holder of a pair that has everything a status can tell. */
    public static AgentStatus pair(String mode) {
        return with(
                holder(),
                mode,
                Optional.of(new PeerStatus("b", true, "")),
                Optional.of(new IntentStatus(Optional.of("root on mgmt1"), List.of("b"))),
                Optional.of(new PromisesStatus(
                        List.of(
                                new PathStatus("10.77.0.1:5227", Optional.of("10.77.0.2:5227"), Optional.of(12L)),
                                new PathStatus("10.79.0.1:5227", Optional.empty(), Optional.empty())),
                        Map.of("badMac", 3L),
                        Optional.of(400L))),
                List.of(
                        new CheckStatus("gateway", "required", "passing", ""),
                        new CheckStatus("web", "advisory", "failing", "connection refused")),
                List.of(new StrangerStatus("02:00:00:00:00:99", "10.77.0.100", 3, 12_000)));
    }

    /** A standby that sees the tenure name another, who is not there. */
    public static AgentStatus lostHolder(String holder) {
        AgentStatus usual = holder();
        return new AgentStatus(
                usual.cluster(),
                usual.node(),
                "standby",
                holder + " is lost",
                Optional.of(holder),
                usual.epoch(),
                usual.mode(),
                Optional.empty(),
                List.of(),
                usual.networkInterface(),
                usual.gateway(),
                usual.zookeeper(),
                Optional.empty(),
                usual.counters(),
                usual.lastMove(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** The same with other parts of a pair. */
    public static AgentStatus with(
            AgentStatus status,
            String mode,
            Optional<PeerStatus> peer,
            Optional<IntentStatus> intent,
            Optional<PromisesStatus> promises,
            List<CheckStatus> health,
            List<StrangerStatus> strangers) {
        return new AgentStatus(
                status.cluster(),
                status.node(),
                status.state(),
                status.because(),
                status.holder(),
                status.epoch(),
                mode,
                status.leaseLeftMillis(),
                status.addresses(),
                status.networkInterface(),
                status.gateway(),
                status.zookeeper(),
                peer,
                status.counters(),
                status.lastMove(),
                intent,
                promises,
                health,
                strangers);
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
                Optional.of(MOVE),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
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
