package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.AcdTiming;
import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
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
    private static final double WITH_PEER = 0.8;
    private static final double SLOW = 0.3;
    private static final double HOLDER_STRUCK = 0.6;
    private static final int MOVES_PER_HOUR = 10_000;

    /** Conflict detection ends while the holder is only suspected. */
    private static final double LOOK_PER_PROMISE = 0.4;

    private static final List<Duration> PROMISES = List.of(Duration.ofMillis(100), Duration.ofMillis(500));
    private static final List<Duration> LONG_PROMISES = List.of(Duration.ofSeconds(2), Duration.ofSeconds(10));

    final Agenda agenda;
    final PromiseTiming timing;
    final boolean hasPeer;
    final SimulatedLan lan;
    final SimulatedPaths paths;
    final SimulatedGateway gateway;
    final SimulatedStranger stranger;
    final SimulatedZooKeeper zooKeeper;
    final List<SimulatedServer> servers;
    private final List<Ipv4Address> addresses;
    private Optional<SimulatedServer> mustServe = Optional.empty();

    SimulatedPair(long seed, BrokenRule broken) {
        this.agenda = new Agenda(seed);
        this.addresses = ADDRESSES.subList(0, agenda.random().nextInt(1, ADDRESSES.size() + 1));
        this.timing = new PromiseTiming(agenda.oneOf(PROMISES), agenda.oneOf(LONG_PROMISES));
        this.hasPeer = agenda.chance(WITH_PEER);
        this.lan = new SimulatedLan(agenda);
        this.paths = new SimulatedPaths(agenda);
        this.gateway = new SimulatedGateway(agenda, lan, GATEWAY, addresses);
        this.stranger = new SimulatedStranger(agenda, lan, addresses);
        Duration session = Duration.ofSeconds(agenda.random().nextInt(2, 7));
        Duration tick = agenda.between(Duration.ofMillis(100), session.dividedBy(2));
        this.zooKeeper = new SimulatedZooKeeper(agenda, session, tick, broken);
        DefencePolicy defence = agenda.oneOf(List.of(DefencePolicy.values()));
        this.servers = List.of(server("a", defence, broken), server("b", defence, broken));
        lan.lose(MOST_LOSS * agenda.random().nextDouble());
        paths.lose(MOST_LOSS * agenda.random().nextDouble());
        if (agenda.chance(SLOW)) {
            paths.slow(agenda.between(Duration.ofMillis(1), timing.promise()));
        }
    }

    private SimulatedServer server(String name, DefencePolicy defence, BrokenRule broken) {
        TakeoverSettings settings = new TakeoverSettings(
                new NodeName(name),
                "lan0",
                addresses,
                Optional.of(GATEWAY),
                acd(),
                defence,
                Pace.DEFAULT,
                REFRESH,
                timing,
                hasPeer,
                new Failback.Sticky(),
                MOVES_PER_HOUR,
                Optional.empty(),
                List.of());
        return new SimulatedServer(agenda, lan, paths, zooKeeper, settings, broken, this::check);
    }

    private AcdTiming acd() {
        Duration look = Duration.ofNanos((long) (timing.promise().toNanos() * LOOK_PER_PROMISE));
        boolean scaled = hasPeer && look.compareTo(AcdTiming.FAST.worstCase()) < 0;
        return scaled ? AcdTiming.RFC5227.scaled(look) : AcdTiming.FAST;
    }

    SimulatedServer drawnServer() {
        return agenda.oneOf(servers);
    }

    /** Misfortune prefers the one that serves. */
    SimulatedServer drawnVictim() {
        SimulatedServer any = drawnServer();
        return agenda.chance(HOLDER_STRUCK) ? serving().orElse(any) : any;
    }

    SimulatedServer otherThan(SimulatedServer server) {
        return servers.get(0) == server ? servers.get(1) : servers.get(0);
    }

    /** Whether the holder's lease rests on the heir's promises. */
    boolean isPaired() {
        return zooKeeper.tenure().tenure().mode() == Mode.PAIRED;
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

    /** From now on this one serves all addresses at every moment. */
    void mustServe(SimulatedServer server) {
        mustServe = Optional.of(server);
    }

    /** What must hold at every moment, on the LAN or cut off it: at most one kernel would pass an address. */
    private void check() {
        if (servers.get(0).kernel().leaseLive() && servers.get(1).kernel().leaseLive()) {
            boolean both = addresses.stream()
                    .anyMatch(address ->
                            servers.stream().allMatch(server -> server.kernel().passes(address)));
            throw new AssertionError(both ? "both kernels pass an address" : "both kernels have a lease");
        }
        mustServe.filter(server -> !addresses.stream().allMatch(server::serves)).ifPresent(server -> {
            throw new AssertionError(server.name() + " stopped serving");
        });
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
