package io.arpfailover.agent.takeover;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** One direction of a connection: what is sent arrives in order, or late, or not at all once it is torn. */
final class SimulatedStream {
    /** How messages travel between a server and ZooKeeper. */
    enum Path {
        OPEN,
        /** Messages arrive, but slowly. */
        SLOW,
        /** Messages wait for better times; nobody is told. */
        SILENT,
        /** Connections break and cannot be made. */
        REFUSED
    }

    private static final Duration FASTEST = Duration.ofNanos(200_000);
    private static final Duration NORMAL = Duration.ofMillis(4);
    private static final Duration SLOWEST = Duration.ofMillis(2_500);
    private static final Duration RETRANSMISSION = Duration.ofMillis(100);

    private final Agenda agenda;
    private final Supplier<Path> path;
    private final Deque<Runnable> inFlight = new ArrayDeque<>();
    private boolean torn;

    SimulatedStream(Agenda agenda, Supplier<Path> path) {
        this.agenda = agenda;
        this.path = path;
    }

    void send(Runnable arrival) {
        if (!torn) {
            inFlight.addLast(arrival);
            agenda.in(agenda.between(FASTEST, path.get() == Path.SLOW ? SLOWEST : NORMAL), this::arrive);
        }
    }

    /** Ends it. Some of what is on its way arrives all the same, up to {@code latest} from now. */
    void tear(Duration latest) {
        torn = true;
        int arriving = path.get() == Path.SILENT ? 0 : agenda.random().nextInt(inFlight.size() + 1);
        Duration wait = agenda.between(Duration.ZERO, latest);
        for (int message = 0; message < arriving; message++) {
            agenda.in(wait, inFlight.removeFirst());
        }
        inFlight.clear();
    }

    private void arrive() {
        if (torn) {
            return;
        }
        if (path.get() == Path.SILENT) {
            agenda.in(RETRANSMISSION, this::arrive);
        } else {
            inFlight.removeFirst().run();
        }
    }
}
