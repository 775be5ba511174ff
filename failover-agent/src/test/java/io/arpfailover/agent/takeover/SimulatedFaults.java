package io.arpfailover.agent.takeover;

import io.arpfailover.agent.takeover.SimulatedStream.Path;
import io.arpfailover.coordinator.tenure.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What goes wrong in a simulated world, one thing after the other and often several at a time. */
final class SimulatedFaults {
    /** Each once, and again those on which the protocol depends most. */
    private static final List<Fault> FAULTS = Stream.concat(
                    Stream.of(Fault.values()),
                    Stream.of(
                            Fault.RESTART,
                            Fault.RESTART,
                            Fault.PAUSE_IN_TURN,
                            Fault.PAUSE_IN_TURN,
                            Fault.CRASH_IN_TURN,
                            Fault.CARRIER_SWINGS,
                            Fault.MUTED))
            .toList();

    private static final Duration SOONEST = Duration.ofMillis(50);
    private static final Duration LATEST = Duration.ofSeconds(3);
    /** In promises: faults come this fast, and half of them pass by so soon. */
    private static final int LATEST_PROMISES = 8;

    private static final Duration MOMENT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofSeconds(12);
    private static final Duration GONE = Duration.ofSeconds(60);
    private static final Duration ELECTION_SHORTEST = Duration.ofMillis(350);
    private static final Duration ELECTION_LONGEST = Duration.ofMillis(2_200);
    private static final Duration AT_ONCE = Duration.ofMillis(200);
    private static final int MOST_SWINGS = 4;
    private static final int LONG_PAUSE = 10;
    private static final double MUCH_LOST = 0.9;
    private static final Duration SOON_AFTER = Duration.ofMillis(1_500);
    private static final Duration RESTARTED = Duration.ofSeconds(1);
    private static final double ANOTHER = 0.4;
    private static final double FEW_KINDS = 0.5;
    private static final int MOST_OF_FEW = 6;
    private static final double RARE_EFFECT = 0.3;

    /** What is worth being interrupted at: where a rule of the protocol hangs on the order of things. */
    private static final List<Predicate<Effect>> TURNING_POINTS = List.of(
            Effect.SetLease.class::isInstance,
            Effect.SetLease.class::isInstance,
            Effect.RevokeLease.class::isInstance,
            Effect.CompareAndSet.class::isInstance,
            Effect.SendAck.class::isInstance,
            Effect.KeepPromise.class::isInstance);

    private enum Fault {
        CRASH,
        POWER_LOSS,
        STOP,
        RESTART,
        RESTART_BOTH,
        PAUSE,
        PAUSE_IN_TURN,
        CRASH_IN_TURN,
        POWER_LOSS_IN_TURN,
        ZOOKEEPER_SILENT,
        ZOOKEEPER_REFUSED,
        ZOOKEEPER_SLOW,
        ZOOKEEPER_DOWN,
        ZOOKEEPER_GONE,
        LEADER_CHANGE,
        LAN_CUT,
        MANAGEMENT_CUT,
        BOTH_CUT,
        ISOLATED,
        MUTED,
        DATAGRAMS_LOST,
        DATAGRAMS_SLOW,
        DISK_FULL,
        CARRIER_LOST,
        CARRIER_SWINGS,
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
    private final List<Fault> kinds;
    private boolean over;

    SimulatedFaults(SimulatedPair pair) {
        this.pair = pair;
        this.agenda = pair.agenda;
        this.kinds = agenda.chance(FEW_KINDS) ? fewKinds() : FAULTS;
        next();
    }

    /** A world in which the same few things happen again and again meets rare meetings of them more often. */
    private List<Fault> fewKinds() {
        return Stream.generate(() -> agenda.oneOf(FAULTS))
                .limit(agenda.random().nextInt(2, MOST_OF_FEW))
                .toList();
    }

    private void next() {
        agenda.in(agenda.between(SOONEST, soon(LATEST)), () -> {
            if (!over) {
                misfortune(pair.drawnVictim());
                next();
            }
        });
    }

    private Duration soon(Duration most) {
        Duration promises = pair.timing.promise().multipliedBy(LATEST_PROMISES);
        return promises.compareTo(most) < 0 ? promises : most;
    }

    /** Seldom comes alone, and mostly to the same server. */
    private void misfortune(SimulatedServer server) {
        strike(agenda.oneOf(kinds), agenda.chance(0.8) ? server : pair.otherThan(server));
        if (agenda.chance(ANOTHER)) {
            later(agenda.between(Duration.ZERO, SOON_AFTER), () -> misfortune(server));
        }
    }

    /** The end of all faults: everything is whole, and every agent runs. */
    void heal() {
        over = true;
        agenda.note("faults", "over");
        pair.lan.lose(0);
        pair.paths.lose(0);
        pair.paths.fast();
        pair.servers.forEach(server -> pair.paths.mute(server, false));
        pair.paths.cutManagement(false);
        pair.stranger.go();
        pair.zooKeeper.up();
        pair.servers.forEach(this::heal);
    }

    private void heal(SimulatedServer server) {
        server.cutFromLan(false);
        server.path(Path.OPEN);
        server.promises().full(false);
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
        Duration length = agenda.between(MOMENT, agenda.chance(0.3) ? LONG : soon(LATEST));
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
                process.ifPresent(running -> running.stop(false));
                later(length, server::start);
            }
            case RESTART -> restart(server);
            case RESTART_BOTH -> pair.servers.forEach(this::restart);
            case PAUSE -> process.ifPresent(running -> running.pause(pause(length)));
            case PAUSE_IN_TURN -> process.ifPresent(running -> pauseInTurn(server, running, pause(length)));
            case CRASH_IN_TURN -> process.ifPresent(running -> endInTurn(running, server, server::crash, length));
            case POWER_LOSS_IN_TURN ->
                process.ifPresent(running -> endInTurn(running, server, server::losePower, length));
            case ZOOKEEPER_SILENT -> path(server, Path.SILENT, length);
            case ZOOKEEPER_REFUSED -> path(server, Path.REFUSED, length);
            case ZOOKEEPER_SLOW -> path(server, Path.SLOW, length);
            case ZOOKEEPER_DOWN -> zooKeeperAway(length);
            case ZOOKEEPER_GONE -> zooKeeperAway(agenda.between(MOMENT, GONE));
            case LEADER_CHANGE -> zooKeeperAway(agenda.between(ELECTION_SHORTEST, ELECTION_LONGEST));
            case LAN_CUT -> {
                server.cutFromLan(true);
                later(length, () -> server.cutFromLan(false));
            }
            case MANAGEMENT_CUT -> cutManagement(length);
            case BOTH_CUT -> {
                server.cutFromLan(true);
                later(length, () -> server.cutFromLan(false));
                cutManagement(length);
            }
            case ISOLATED -> {
                server.cutFromLan(true);
                later(length, () -> server.cutFromLan(false));
                cutManagement(length);
                path(server, Path.SILENT, length);
            }
            case MUTED -> mute(server, length);
            case DATAGRAMS_LOST -> {
                pair.paths.lose(MUCH_LOST);
                later(length, () -> pair.paths.lose(0));
            }
            case DATAGRAMS_SLOW -> {
                pair.paths.slow(agenda.between(MOMENT, pair.timing.promise().multipliedBy(2)));
                later(length, pair.paths::fast);
            }
            case DISK_FULL -> {
                server.promises().full(true);
                later(length, () -> server.promises().full(false));
            }
            case CARRIER_LOST -> {
                server.link(true, false);
                later(length, () -> server.link(true, true));
            }
            case CARRIER_SWINGS -> swing(server, agenda.random().nextInt(MOST_SWINGS));
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

    /** While one is away for a restart, the other may have to remember what it promised. */
    private void restart(SimulatedServer server) {
        server.process().ifPresent(running -> running.stop(true));
        SimulatedServer other = pair.otherThan(server);
        if (agenda.chance(0.4)) {
            later(agenda.between(MOMENT, soon(LATEST)), () -> crashForAMoment(other));
        } else if (agenda.chance(0.5)) {
            other.process()
                    .ifPresent(running -> running.interrupt(
                            Effect.KeepPromise.class::isInstance,
                            true,
                            () -> later(agenda.between(Duration.ZERO, AT_ONCE), () -> crashForAMoment(other))));
        }
        Duration most = agenda.chance(0.5)
                ? AT_ONCE
                : pair.timing.restart().multipliedBy(3).dividedBy(2);
        restartWhenEnded(server, agenda.between(MOMENT, most));
    }

    /** The supervisor waits for the end of the old process. */
    private void restartWhenEnded(SimulatedServer server, Duration after) {
        later(after, () -> {
            boolean runs =
                    server.process().filter(running -> !running.hasEnded()).isPresent();
            if (runs) {
                restartWhenEnded(server, after);
            } else {
                server.start();
            }
        });
    }

    /** Half of the pauses are up to ten promises long. */
    private Duration pause(Duration length) {
        Duration promises = pair.timing.promise().multipliedBy(LONG_PAUSE);
        return agenda.chance(0.5) ? agenda.between(MOMENT, promises) : length;
    }

    /** Around an effect on which something hangs, or any; sometimes the way to ZooKeeper is cut then. */
    private void pauseInTurn(SimulatedServer server, SimulatedProcess process, Duration length) {
        boolean cutToo = agenda.chance(0.5);
        interrupt(process, server, () -> {
            process.pause(length);
            if (cutToo && !over) {
                path(server, Path.SILENT, length.plus(length));
            }
        });
    }

    private void endInTurn(SimulatedProcess process, SimulatedServer server, Runnable end, Duration length) {
        Duration away = agenda.chance(0.5) ? agenda.between(MOMENT, AT_ONCE) : length;
        interrupt(process, server, () -> {
            agenda.note(server.name().text(), "ends in its turn");
            end.run();
            later(away, server::start);
        });
    }

    /** Something may bring the turn about, and befall the other server at the same moment. */
    private void interrupt(SimulatedProcess process, SimulatedServer server, Runnable what) {
        boolean otherToo = agenda.chance(0.3);
        process.interrupt(turningPoint(), agenda.chance(0.4), () -> {
            what.run();
            if (otherToo && !over) {
                crashForAMoment(pair.otherThan(server));
            }
        });
        if (agenda.chance(0.4)) {
            swing(server, 0);
        }
    }

    private void crashForAMoment(SimulatedServer server) {
        server.crash();
        later(agenda.between(Duration.ZERO, AT_ONCE), server::start);
    }

    private Predicate<Effect> turningPoint() {
        return agenda.chance(0.7) ? agenda.oneOf(TURNING_POINTS) : any -> agenda.chance(RARE_EFFECT);
    }

    /** The carrier goes on one server after the other, so that the addresses move to and fro. */
    private void swing(SimulatedServer server, int times) {
        if (agenda.chance(0.3)) {
            server.process()
                    .ifPresent(running -> running.interrupt(
                            Effect.CompareAndSet.class::isInstance, true, () -> crashForAMoment(server)));
        }
        server.link(true, false);
        later(agenda.between(MOMENT, AT_ONCE), () -> {
            server.link(true, true);
            if (times > 0) {
                later(agenda.between(Duration.ZERO, AT_ONCE), () -> swing(pair.otherThan(server), times - 1));
            }
        });
    }

    private void zooKeeperAway(Duration length) {
        pair.zooKeeper.down();
        later(length, pair.zooKeeper::up);
    }

    /** Its datagrams do not leave, others arrive; and then it often has no time to draw the conclusion. */
    private void mute(SimulatedServer server, Duration length) {
        pair.paths.mute(server, true);
        later(length, () -> pair.paths.mute(server, false));
        if (agenda.chance(0.6)) {
            later(agenda.between(MOMENT, pair.timing.promise()), () -> crashForAMoment(server));
        }
    }

    private void cutManagement(Duration length) {
        pair.paths.cutManagement(true);
        later(length, () -> pair.paths.cutManagement(false));
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
