package io.arpfailover.agent.takeover;

import io.arpfailover.agent.peer.SimulatedPromiseFile;
import java.time.Duration;
import java.util.Optional;

/** The thread that writes long promises down, one after the other, on a disk that may be slow or full. */
final class SimulatedWriter {
    private static final int MOST_WAITING = 4;
    private static final Duration FASTEST = Duration.ofNanos(300_000);
    private static final Duration NORMAL = Duration.ofMillis(15);
    private static final Duration SLOWEST = Duration.ofSeconds(2);
    private static final double SLOW = 0.1;

    private final Agenda agenda;
    private final SimulatedServer server;
    private final SimulatedProcess process;
    private long freeAt;
    private int waiting;

    SimulatedWriter(Agenda agenda, SimulatedServer server, SimulatedProcess process) {
        this.agenda = agenda;
        this.server = server;
        this.process = process;
    }

    /** Writes, and tells when that is done; a promise that finds no room is not given. */
    void write(Effect.KeepPromise promise, boolean slowly) {
        if (waiting == MOST_WAITING) {
            return;
        }
        waiting++;
        boolean slow = slowly || agenda.chance(SLOW);
        Duration takes = agenda.between(FASTEST, slow ? SLOWEST : NORMAL);
        freeAt = Math.max(freeAt, agenda.now()) + takes.toNanos();
        agenda.at(freeAt, () -> process.deliver(() -> written(promise)));
    }

    /** It is on the disk some time before the loop hears of it. */
    private void written(Effect.KeepPromise promise) {
        waiting--;
        SimulatedPromiseFile file = server.promises();
        Optional<String> failure = file.keep(
                server.clock().boot(), promise.until(), promise.heartbeat().promise());
        agenda.in(
                agenda.between(Duration.ZERO, FASTEST),
                () -> process.deliver(() -> process.happened(new Event.PromiseKept(promise.heartbeat(), failure))));
    }
}
