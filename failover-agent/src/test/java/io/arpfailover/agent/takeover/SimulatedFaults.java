package io.arpfailover.agent.takeover;

import io.arpfailover.agent.takeover.SimulatedStream.Path;
import io.arpfailover.coordinator.tenure.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What goes wrong in a simulated world, one thing after the other and often several at a time. */
final class SimulatedFaults {
    private static final List<Fault> FAULTS = List.of(Fault.values());
    private static final Duration SOONEST = Duration.ofMillis(50);
    private static final Duration LATEST = Duration.ofSeconds(4);
    private static final Duration MOMENT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofSeconds(12);
    private static final Duration SOON_AFTER = Duration.ofMillis(1_500);
    private static final Duration RESTARTED = Duration.ofSeconds(1);
    private static final double ANOTHER = 0.4;
    private static final double RARE_EFFECT = 0.3;

    private enum Fault {
        CRASH,
        POWER_LOSS,
        STOP,
        PAUSE,
        PAUSE_IN_TURN,
        ZOOKEEPER_SILENT,
        ZOOKEEPER_REFUSED,
        ZOOKEEPER_SLOW,
        ZOOKEEPER_DOWN,
        LAN_CUT,
        CARRIER_LOST,
        INTERFACE_GONE,
        MAC_CHANGE,
        STRANGER,
        KERNEL_REFUSES,
        ADDRESS_DELETED,
        LEASE_FLUSHED,
        SWITCHOVER,
        NOTHING
    }

    private final SimulatedPair pair;
    private final Agenda agenda;
    private boolean over;

    SimulatedFaults(SimulatedPair pair) {
        this.pair = pair;
        this.agenda = pair.agenda;
        next();
    }

    private void next() {
        agenda.in(agenda.between(SOONEST, LATEST), () -> {
            if (!over) {
                misfortune(pair.drawnServer());
                next();
            }
        });
    }

    /** Seldom comes alone. */
    private void misfortune(SimulatedServer server) {
        strike(agenda.oneOf(FAULTS), server);
        if (agenda.chance(ANOTHER)) {
            later(agenda.between(Duration.ZERO, SOON_AFTER), () -> misfortune(server));
        }
    }

    /** The end of all faults: everything is whole, and every agent runs. */
    void heal() {
        over = true;
        agenda.note("faults", "over");
        pair.lan.lose(0);
        pair.stranger.go();
        pair.zooKeeper.up();
        pair.servers.forEach(this::heal);
    }

    private void heal(SimulatedServer server) {
        server.cutFromLan(false);
        server.path(Path.OPEN);
        server.kernel().refuse(false, false);
        server.link(true, true);
        server.process().ifPresent(SimulatedProcess::goOnNow);
        supervise(server);
    }

    /** An agent that was told to stop before the end of the faults stops after it. */
    private void supervise(SimulatedServer server) {
        server.start();
        agenda.in(RESTARTED, () -> supervise(server));
    }

    private void strike(Fault fault, SimulatedServer server) {
        agenda.note(server.name().text(), fault);
        Duration length = agenda.chance(0.5) ? agenda.between(MOMENT, LONG) : agenda.between(MOMENT, LATEST);
        Optional<SimulatedProcess> process = server.process();
        switch (fault) {
            case CRASH -> {
                server.crash();
                later(length, server::start);
            }
            case POWER_LOSS -> {
                server.losePower();
                later(length, server::start);
            }
            case STOP -> {
                process.ifPresent(SimulatedProcess::stop);
                later(length, server::start);
            }
            case PAUSE -> process.ifPresent(running -> running.pause(length));
            case PAUSE_IN_TURN -> process.ifPresent(running -> pauseInTurn(server, running, length));
            case ZOOKEEPER_SILENT -> path(server, Path.SILENT, length);
            case ZOOKEEPER_REFUSED -> path(server, Path.REFUSED, length);
            case ZOOKEEPER_SLOW -> path(server, Path.SLOW, length);
            case ZOOKEEPER_DOWN -> {
                pair.zooKeeper.down();
                later(length, pair.zooKeeper::up);
            }
            case LAN_CUT -> {
                server.cutFromLan(true);
                later(length, () -> server.cutFromLan(false));
            }
            case CARRIER_LOST -> {
                server.link(true, false);
                later(length, () -> server.link(true, true));
            }
            case INTERFACE_GONE -> {
                server.unplug();
                later(length, () -> server.link(true, true));
            }
            case MAC_CHANGE -> server.changeMac();
            case STRANGER -> {
                pair.stranger.come();
                later(length, pair.stranger::go);
            }
            case KERNEL_REFUSES -> {
                server.kernel().refuse(agenda.chance(0.5), agenda.chance(0.5));
                later(length, () -> server.kernel().refuse(false, false));
            }
            case ADDRESS_DELETED -> server.kernel().loseOne();
            case LEASE_FLUSHED -> server.kernel().revokeLease();
            case SWITCHOVER -> process.ifPresent(running -> running.switchover(drawnNode(), "test"));
            case NOTHING -> agenda.note("faults", "peace");
        }
    }

    /** Between two effects, or just before the kernel hears of a lease; sometimes the way to ZooKeeper is cut then. */
    private void pauseInTurn(SimulatedServer server, SimulatedProcess process, Duration length) {
        boolean lease = agenda.chance(0.5);
        boolean cutToo = agenda.chance(0.5);
        process.pauseBefore(effect -> lease ? effect instanceof Effect.SetLease : agenda.chance(RARE_EFFECT), () -> {
            process.pause(length);
            if (cutToo && !over) {
                path(server, Path.SILENT, length.plus(length));
            }
        });
    }

    private NodeName drawnNode() {
        return agenda.chance(0.05) ? new NodeName("nobody") : pair.drawnServer().name();
    }

    private void path(SimulatedServer server, Path path, Duration length) {
        server.path(path);
        later(length, () -> server.path(Path.OPEN));
    }

    private void later(Duration wait, Runnable repair) {
        agenda.in(wait, () -> {
            if (!over) {
                repair.run();
            }
        });
    }
}
