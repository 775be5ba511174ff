package io.arpfailover.agent.metrics;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.AgentStatus.AddressStatus;
import io.arpfailover.agent.control.AgentStatus.CheckStatus;
import io.arpfailover.agent.control.AgentStatus.PathStatus;
import io.arpfailover.agent.control.AgentStatus.PeerStatus;
import io.arpfailover.agent.control.AgentStatus.PromisesStatus;
import io.arpfailover.agent.health.Reachability;
import io.arpfailover.agent.inspect.FindingKind;
import io.arpfailover.agent.peer.PeerDrop;
import io.arpfailover.agent.wire.DropReason;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The metrics that only the loop can answer for: all of them read one {@link Snapshot}. */
final class LoopMeters {
    private static final double UNKNOWN = Double.NaN;
    /** As {@code status} calls them. */
    private static final List<String> STATES = List.of(
            "waiting", "standby", "probing", "conflict", "ready", "claiming", "holder", "handing over", "stopped");
    /** The label, and the counter's name in a status. */
    private static final List<List<String>> FRAMES = List.of(
            List.of("accepted", "framesAccepted"),
            List.of("unwanted", "framesUnwanted"),
            List.of("denied", "framesDenied"),
            List.of("own", "framesOwn"),
            List.of("other_vlan", "framesOtherVlan"),
            List.of("queue_full", "framesQueueFull"),
            List.of("sent", "framesSent"),
            List.of("not_sent", "framesNotSent"));

    private final Meters<LoopMeters> meters;
    private final MultiGauge heard;
    private final MultiGauge checks;
    private Optional<Snapshot> latest = Optional.empty();

    LoopMeters(String cluster, String node) {
        this.meters = new Meters<>(cluster, node, this);
        this.heard = meters.rows(
                "peer.heard.age", "seconds", "Time since the last datagram of the other member that counts, by path");
        this.checks = meters.rows("check.passing", "", "1 passing, 0 failing; absent before its first result");
        addTenure();
        addNetwork();
        addCounters();
    }

    /** As of now, in Prometheus' text format. */
    String text(Snapshot now) {
        latest = Optional.of(now);
        heard.register(paths(now).map(LoopMeters::heard).toList(), true);
        checks.register(
                now.status().health().stream().flatMap(LoopMeters::check).toList(), true);
        return meters.text();
    }

    private void addTenure() {
        STATES.forEach(state -> meters.gauge(
                "state",
                "",
                Tags.of("state", state.replace(' ', '_')),
                "1 for the state the agent is in, 0 for the others",
                status(now -> truth(now.state().equals(state)))));
        meters.gauge("holder", "1 when this server holds the addresses", status(now -> truth(holds(now))));
        meters.gauge("epoch", "Grows with each change of holder; 0 before the first", status(AgentStatus::epoch));
        meters.gauge(
                "paired",
                "1 when the lease rests on the other member's promises, 0 when on ZooKeeper",
                status(now -> truth(now.mode().equals("PAIRED"))));
        meters.seconds(
                "lease.left",
                "How long the kernel passes the addresses' traffic without renewal",
                status(now -> seconds(now.leaseLeftMillis().orElse(0L))));
        meters.seconds(
                "promise.left",
                "How long this server has promised not to take the addresses",
                status(now -> seconds(now.promises()
                        .flatMap(PromisesStatus::promiseLeftMillis)
                        .orElse(0L))));
        meters.gauge(
                "peer.present",
                "1 when the other member is registered",
                status(now -> truth(now.peer().isPresent())));
        meters.gauge(
                "peer.fit",
                "1 when the other member could take over",
                status(now -> truth(now.peer().filter(PeerStatus::fit).isPresent())));
        meters.gauge(
                "moves.allowed",
                "0 when the limit of moves in an hour is reached",
                figure(now -> truth(now.figures().mayMove())));
        meters.gauge(
                "paused",
                "1 when nothing moves by itself",
                status(now ->
                        truth(now.intent().flatMap(intent -> intent.pausedBy()).isPresent())));
        meters.gauge(
                "maintenance",
                "1 when this server is in maintenance",
                status(now -> truth(now.intent()
                        .filter(intent -> intent.maintenance().contains(now.node()))
                        .isPresent())));
    }

    private void addNetwork() {
        meters.gauge(
                "addresses",
                "How many addresses are shared",
                status(now -> now.addresses().size()));
        meters.gauge(
                "addresses.in.conflict",
                "How many of them a third host uses",
                status(now -> count(now, address -> address.conflictMac().isPresent())));
        meters.gauge(
                "addresses.not.repointed",
                "How many held addresses the gateway has not confirmed for our MAC address",
                status(now -> count(now, address -> address.repointed().equals(Optional.of(false)))));
        meters.gauge(
                "gateway.repointed",
                "1 when the gateway has confirmed every held address; NaN when none is held or no gateway is known",
                status(LoopMeters::repointed));
        meters.gauge(
                "gateway.reachable",
                "1 when the gateway answers ARP, 0 when not; NaN when that is not known",
                figure(now -> now.figures().gateway().map(LoopMeters::reachable).orElse(UNKNOWN)));
        meters.gauge(
                "interface.carrier",
                "1 when the interface has a carrier",
                status(now -> truth(now.networkInterface().carrier())));
        meters.gauge(
                "zookeeper.connected",
                "1 when there is contact with ZooKeeper",
                status(now -> truth(now.zookeeper().connected())));
        meters.seconds(
                "zookeeper.session.timeout",
                "The negotiated session timeout; NaN before the first connection",
                status(now ->
                        now.zookeeper().sessionMillis().map(LoopMeters::seconds).orElse(UNKNOWN)));
        meters.gauge(
                "neighbors",
                "How many neighbours the resolver knows",
                figure(now -> now.figures().neighbors()));
        meters.gauge(
                "strangers",
                "How many third hosts were seen to use an address, the last 16 at most",
                status(now -> now.strangers().size()));
        meters.seconds(
                "stranger.last.seen.age",
                "Time since a third host was seen to use an address; NaN when none was",
                status(now -> now.strangers().stream()
                        .mapToDouble(stranger -> seconds(stranger.lastSeenMillisAgo()))
                        .min()
                        .orElse(UNKNOWN)));
    }

    private void addCounters() {
        FRAMES.forEach(frames -> meters.counter(
                "frames",
                "",
                Tags.of("kind", frames.get(0)),
                "ARP frames captured and sent, by what became of them",
                status(now -> counter(now, frames.get(1)))));
        for (DropReason reason : DropReason.values()) {
            meters.counter(
                    "frames.malformed",
                    "",
                    Tags.of("reason", lower(reason)),
                    "Frames that were no ARP packet we read",
                    status(now -> counter(now, "malformed." + lower(reason))));
        }
        for (FindingKind kind : FindingKind.values()) {
            meters.counter(
                    "findings",
                    "",
                    Tags.of("kind", lower(kind)),
                    "What the inspection of the LAN noticed",
                    status(now -> counter(now, "finding." + lower(kind))));
        }
        for (PeerDrop reason : PeerDrop.values()) {
            meters.counter(
                    "peer.datagrams.dropped",
                    "",
                    Tags.of("reason", lower(reason)),
                    "Datagrams on the peer's port that were not believed",
                    status(now -> now.promises()
                            .map(promises -> promises.dropped().getOrDefault(lower(reason), 0L))
                            .orElse(0L)));
        }
        meters.counter(
                "conflicts",
                "How often an address was found in use before it was taken",
                figure(now -> now.figures().conflicts()));
        meters.counter(
                "defences",
                "How often a held address was defended",
                figure(now -> now.figures().defences()));
        meters.counter(
                "conflicts.lost",
                "How often we gave way to a third host",
                figure(now -> now.figures().losses()));
    }

    private static Stream<PathStatus> paths(Snapshot now) {
        return now.status().promises().stream().flatMap(promises -> promises.paths().stream());
    }

    /** A path that was never heard on is as old as can be. */
    private static MultiGauge.Row<Number> heard(PathStatus path) {
        double age = path.heardMillisAgo().map(LoopMeters::seconds).orElse(Double.POSITIVE_INFINITY);
        return MultiGauge.Row.of(Tags.of("path", path.local()), age);
    }

    private static Stream<MultiGauge.Row<Number>> check(CheckStatus check) {
        Tags labels = Tags.of("check", check.name(), "level", check.level());
        return check.state().equals("unknown")
                ? Stream.empty()
                : Stream.of(MultiGauge.Row.of(labels, truth(check.state().equals("passing"))));
    }

    private static boolean holds(AgentStatus now) {
        return now.state().equals("holder") && now.leaseLeftMillis().isPresent();
    }

    private static double repointed(AgentStatus now) {
        boolean expected =
                now.addresses().stream().anyMatch(address -> address.repointed().isPresent());
        return expected ? truth(count(now, address -> address.repointed().equals(Optional.of(false))) == 0) : UNKNOWN;
    }

    private static double reachable(Reachability gateway) {
        return switch (gateway) {
            case UNKNOWN -> UNKNOWN;
            case REACHABLE -> 1;
            case UNREACHABLE -> 0;
        };
    }

    private static long count(AgentStatus now, Predicate<AddressStatus> which) {
        return now.addresses().stream().filter(which).count();
    }

    private static long counter(AgentStatus now, String name) {
        return now.counters().getOrDefault(name, 0L);
    }

    private static ToDoubleFunction<LoopMeters> status(ToDoubleFunction<AgentStatus> value) {
        return figure(now -> value.applyAsDouble(now.status()));
    }

    private static ToDoubleFunction<LoopMeters> figure(ToDoubleFunction<Snapshot> value) {
        return from -> from.latest.map(value::applyAsDouble).orElse(UNKNOWN);
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }

    private static double seconds(long millis) {
        return millis / 1000.0;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
