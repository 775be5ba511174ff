package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.AcdTiming;
import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Switchover;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A whole simulated world, drawn from one seed: two servers, their LAN with its gateway, and ZooKeeper. */
final class SimulatedPair {
    private static final Ipv4Address GATEWAY = Ipv4Address.parse("10.77.0.254");
    private static final List<Ipv4Address> ADDRESSES =
            List.of(Ipv4Address.parse("10.77.0.100"), Ipv4Address.parse("10.77.0.101"));
    private static final Duration REFRESH = Duration.ofSeconds(5);
    private static final double MOST_LOSS = 0.3;

    final Agenda agenda;
    final SimulatedLan lan;
    final SimulatedGateway gateway;
    final SimulatedStranger stranger;
    final SimulatedZooKeeper zooKeeper;
    final List<SimulatedServer> servers;
    private final List<Ipv4Address> addresses;

    SimulatedPair(long seed, BrokenRule broken) {
        this.agenda = new Agenda(seed);
        this.addresses = ADDRESSES.subList(0, agenda.random().nextInt(1, ADDRESSES.size() + 1));
        this.lan = new SimulatedLan(agenda);
        this.gateway = new SimulatedGateway(agenda, lan, GATEWAY, addresses);
        this.stranger = new SimulatedStranger(agenda, lan, addresses);
        Duration session = Duration.ofSeconds(agenda.random().nextInt(2, 7));
        Duration tick = agenda.between(Duration.ofMillis(100), session.dividedBy(2));
        this.zooKeeper = new SimulatedZooKeeper(agenda, session, tick, broken);
        DefencePolicy defence = agenda.oneOf(List.of(DefencePolicy.values()));
        this.servers = List.of(server("a", defence, broken), server("b", defence, broken));
        lan.lose(MOST_LOSS * agenda.random().nextDouble());
    }

    private SimulatedServer server(String name, DefencePolicy defence, BrokenRule broken) {
        TakeoverSettings settings = new TakeoverSettings(
                new NodeName(name),
                "lan0",
                addresses,
                Optional.of(GATEWAY),
                AcdTiming.FAST,
                defence,
                Pace.DEFAULT,
                REFRESH);
        return new SimulatedServer(agenda, lan, zooKeeper, settings, broken, this::check);
    }

    SimulatedServer drawnServer() {
        return agenda.oneOf(servers);
    }

    SimulatedServer otherThan(SimulatedServer server) {
        return servers.get(0) == server ? servers.get(1) : servers.get(0);
    }

    Duration sessionLength() {
        return zooKeeper.sessionLength();
    }

    /** Lets the world go on until {@code end}, and looks at it after every step. */
    void runUntil(long end) {
        while (agenda.step(end)) {
            check();
        }
    }

    void runFor(Duration length) {
        runUntil(agenda.now() + length.toNanos());
    }

    /** What must hold at every moment: at most one kernel passes an address, on the LAN or cut off it. */
    private void check() {
        for (Ipv4Address address : addresses) {
            if (servers.get(0).kernel().passes(address)
                    && servers.get(1).kernel().passes(address)) {
                throw new AssertionError("both kernels pass " + address);
            }
        }
    }

    /** The server that serves all addresses, if one does. */
    Optional<SimulatedServer> serving() {
        return servers.stream()
                .filter(server -> addresses.stream().allMatch(server::serves))
                .findFirst();
    }

    /** Whether the gateway sends the traffic of all addresses there. */
    boolean gatewaySendsTo(SimulatedServer server) {
        return addresses.stream().allMatch(address -> gateway.station(address).equals(Optional.of(server.mac())));
    }

    Optional<Switchover> switchover() {
        return zooKeeper.intent().switchover();
    }
}
