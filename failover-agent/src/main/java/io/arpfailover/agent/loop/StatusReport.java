package io.arpfailover.agent.loop;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.AgentStatus.AddressStatus;
import io.arpfailover.agent.control.AgentStatus.CheckStatus;
import io.arpfailover.agent.control.AgentStatus.IntentStatus;
import io.arpfailover.agent.control.AgentStatus.InterfaceStatus;
import io.arpfailover.agent.control.AgentStatus.PeerStatus;
import io.arpfailover.agent.control.AgentStatus.PromisesStatus;
import io.arpfailover.agent.control.AgentStatus.StrangerStatus;
import io.arpfailover.agent.control.AgentStatus.ZooKeeperStatus;
import io.arpfailover.agent.control.MoveReport;
import io.arpfailover.agent.control.NeighborReport;
import io.arpfailover.agent.health.CheckState;
import io.arpfailover.agent.inspect.FindingKind;
import io.arpfailover.agent.link.LinkCounters;
import io.arpfailover.agent.neighbor.NeighborView;
import io.arpfailover.agent.peer.PathStatus;
import io.arpfailover.agent.peer.PeerEndpoint;
import io.arpfailover.agent.peer.PeerLink;
import io.arpfailover.agent.takeover.Stage;
import io.arpfailover.agent.takeover.TakeoverStatus;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Describes a running agent for the command line.
 *
 * @param cluster the cluster's name
 * @param node this member
 * @param networkInterface the interface that carries the addresses
 * @param addresses the shared addresses
 * @param gateway whose answer proves a takeover
 * @param sessionAsked the session timeout that ZooKeeper is asked for
 */
record StatusReport(
        String cluster,
        NodeName node,
        String networkInterface,
        List<Ipv4Prefix> addresses,
        Optional<Ipv4Address> gateway,
        Duration sessionAsked) {

    AgentStatus of(
            TakeoverStatus takeover,
            boolean connected,
            Optional<Duration> session,
            LinkCounters wire,
            Map<FindingKind, Long> findings,
            long framesDropped,
            Map<String, Long> hooks,
            Optional<Move> lastMove,
            Optional<Intent> intent,
            Optional<PeerLink> link,
            MonotonicTime now) {
        Optional<Tenure> tenure = takeover.tenure();
        return new AgentStatus(
                cluster,
                node.text(),
                word(takeover.stage()),
                takeover.because(),
                tenure.flatMap(Tenure::holder).map(NodeName::text),
                tenure.map(Tenure::epoch).orElse(0L),
                tenure.map(known -> known.mode().name()).orElse("SOLO"),
                takeover.leaseLeft().map(Duration::toMillis),
                addresses.stream().map(address -> address(address, takeover)).toList(),
                new InterfaceStatus(
                        networkInterface,
                        takeover.link().mac().map(MacAddress::toString),
                        takeover.link().carrier()),
                gateway.map(Ipv4Address::toString),
                new ZooKeeperStatus(connected, session.map(Duration::toMillis), Optional.of(sessionAsked.toMillis())),
                takeover.others().stream()
                        .findFirst()
                        .map(peer -> new PeerStatus(peer.node().text(), peer.fit(), peer.unfitBecause())),
                counters(wire, findings, framesDropped, hooks),
                lastMove.map(MoveReport::of),
                intent.map(StatusReport::wanted),
                link.map(paths -> promises(paths, takeover, now)),
                takeover.checks().stream().map(StatusReport::check).toList(),
                takeover.strangers().stream()
                        .map(stranger -> stranger(stranger, now))
                        .toList());
    }

    private static PromisesStatus promises(PeerLink link, TakeoverStatus takeover, MonotonicTime now) {
        Map<String, Long> dropped = new LinkedHashMap<>();
        link.counters().dropped().forEach((reason, count) -> dropped.put(lower(reason), count));
        return new PromisesStatus(
                link.paths().stream().map(path -> path(path, now)).toList(),
                dropped,
                takeover.promiseLeft().map(Duration::toMillis));
    }

    private static AgentStatus.PathStatus path(PathStatus path, MonotonicTime now) {
        return new AgentStatus.PathStatus(
                path.local().toString(),
                path.remote().map(PeerEndpoint::toString),
                path.lastHeard().map(heard -> heard.until(now).toMillis()));
    }

    private static CheckStatus check(CheckState state) {
        return new CheckStatus(state.name(), lower(state.level()), lower(state.verdict()), state.text());
    }

    private static StrangerStatus stranger(TakeoverStatus.Stranger seen, MonotonicTime now) {
        return new StrangerStatus(
                seen.by().toString(),
                seen.address().toString(),
                seen.count(),
                seen.lastSeen().until(now).toMillis());
    }

    static NeighborReport neighbor(NeighborView neighbor) {
        return new NeighborReport(
                neighbor.address().toString(),
                neighbor.mac().map(MacAddress::toString),
                lower(neighbor.state()),
                neighbor.used().map(Duration::toMillis),
                neighbor.confirmed().map(Duration::toMillis),
                neighbor.updated().map(Duration::toMillis),
                neighbor.probes());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static IntentStatus wanted(Intent intent) {
        return new IntentStatus(
                intent.pausedBy(),
                intent.maintenance().stream().map(NodeName::text).toList());
    }

    private AddressStatus address(Ipv4Prefix address, TakeoverStatus takeover) {
        boolean held = takeover.stage() == Stage.HOLDING;
        Optional<MacAddress> stranger = Optional.ofNullable(takeover.conflicts().get(address.address()));
        return new AddressStatus(
                address.toString(),
                held ? "held" : stranger.isPresent() ? "conflict" : word(takeover.stage()),
                held && gateway.isPresent()
                        ? Optional.of(takeover.repointed().contains(address.address()))
                        : Optional.empty(),
                stranger.map(MacAddress::toString));
    }

    private static Map<String, Long> counters(
            LinkCounters wire, Map<FindingKind, Long> findings, long framesDropped, Map<String, Long> hooks) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("framesAccepted", wire.accepted());
        counters.put("framesUnwanted", wire.unwanted());
        counters.put("framesDenied", wire.denied());
        counters.put("framesOwn", wire.own());
        counters.put("framesOtherVlan", wire.otherVlan());
        counters.put("framesSent", wire.sent());
        counters.put("framesNotSent", wire.notSent());
        counters.put("framesQueueFull", framesDropped);
        wire.malformed().forEach((reason, count) -> counters.put("malformed." + lower(reason), count));
        new TreeMap<>(findings).forEach((kind, count) -> counters.put("finding." + lower(kind), count));
        counters.putAll(hooks);
        return counters;
    }

    private static String word(Stage stage) {
        return switch (stage) {
            case WAITING -> "waiting";
            case STANDBY -> "standby";
            case PROBING -> "probing";
            case CONFLICT -> "conflict";
            case READY -> "ready";
            case CLAIMING -> "claiming";
            case HOLDING -> "holder";
            case HANDING_OVER -> "handing over";
            case STOPPED -> "stopped";
        };
    }
}
