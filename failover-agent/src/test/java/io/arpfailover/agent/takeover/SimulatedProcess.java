package io.arpfailover.agent.takeover;

import io.arpfailover.agent.peer.PeerMessage;
import io.arpfailover.agent.peer.SimulatedPeerLink;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One run of an agent: the machine under test, driven as the loop drives it. It can be paused at any time, also between
 * two effects of one turn; what reaches it meanwhile waits.
 */
final class SimulatedProcess {
    private static final Duration NEVER_WOKEN = Duration.ofHours(1);
    private static final ClusterName CLUSTER = new ClusterName("web");
    private static final int MOST_TURNS_AT_ONCE = 20_000;

    /** Something befalls the process at an effect, in the middle of a turn. */
    private record Interruption(Predicate<Effect> effect, boolean after, Runnable what) {}

    private final Agenda agenda;
    private final SimulatedServer server;
    private final Takeover takeover;
    private final BrokenShell shell;
    private final SimulatedClient client;
    private final SimulatedPeerLink link;
    private final SimulatedDeeds deeds;
    private final String incarnation;
    private final Deque<Supplier<List<Event>>> inbox = new ArrayDeque<>();
    private final Deque<Event> turn = new ArrayDeque<>();
    private final Deque<Deque<Effect>> effects = new ArrayDeque<>();
    private final List<Runnable> held = new ArrayList<>();

    private MonotonicTime turnStarted = new MonotonicTime(0);
    private boolean ended;
    private boolean running;
    private boolean stopAsked;
    private long pausedUntil;
    private long wakeAt = Long.MAX_VALUE;
    private long lastTurn;
    private int turnsAtOnce;
    private Optional<Interruption> interruption = Optional.empty();
    private boolean lookPending;

    SimulatedProcess(Agenda agenda, SimulatedServer server, TakeoverSettings settings, SimulatedZooKeeper zooKeeper) {
        this.agenda = agenda;
        this.server = server;
        this.incarnation = HexFormat.of().toHexDigits(agenda.random().nextLong());
        this.takeover = new Takeover(settings, agenda.random());
        this.shell = new BrokenShell(server, takeover, zooKeeper.sessionLength());
        this.link =
                new SimulatedPeerLink(CLUSTER, server.name(), incarnation, server.endpoints(), server::sendDatagram);
        this.client = new SimulatedClient(
                agenda,
                zooKeeper,
                this,
                server::path,
                server.broken(),
                card(new Effect.Publish(false, "starting", Optional.empty())));
        this.deeds = new SimulatedDeeds(agenda, server, this, shell, client, link);
        happened(new Event.LinkSeen(server.link()));
        happened(server.earlierRun());
    }

    Takeover takeover() {
        return takeover;
    }

    void connectionReset() {
        client.connectionReset();
    }

    void note(Object what) {
        agenda.note(server.name().text(), what);
    }

    /** Whether it will change something yet that it was told before. */
    boolean isBusy() {
        return stopAsked || client.isWriting();
    }

    /** What it says of itself. */
    Member card(Effect.Publish health) {
        return server.member(incarnation, health);
    }

    /** What the clock said when the present turn began. */
    MonotonicTime turnStarted() {
        return turnStarted;
    }

    // ---- what reaches it

    /** Somebody asks it for a switchover. */
    void switchover(NodeName to, String by) {
        deeds.switchover(to, by);
    }

    void stop(boolean forRestart) {
        stopAsked = true;
        happened(new Event.StopAsked(forRestart));
    }

    void datagram(int path, byte[] octets) {
        boolean onLan = path == SimulatedPaths.LAN;
        deliver(() -> link.receive(path, octets).ifPresent(message -> happened(event(message, onLan))));
    }

    private static Event event(PeerMessage message, boolean onLan) {
        if (message instanceof PeerMessage.Beat beat) {
            return new Event.HeartbeatSeen(beat.heartbeat(), beat.fit(), onLan);
        } else if (message instanceof PeerMessage.Promise promise) {
            return new Event.AckSeen(promise.ack(), promise.fit(), onLan);
        }
        PeerMessage.Given given = (PeerMessage.Given) message;
        return new Event.HandoverSeen(given.handover(), given.fit(), onLan);
    }

    void happened(Event event) {
        put(() -> List.of(event));
    }

    /** The kernel has changed something; what, is looked up when the process gets to it. */
    void lookAgain() {
        if (!lookPending) {
            lookPending = true;
            put(() -> {
                lookPending = false;
                return server.lookAgain();
            });
        }
    }

    /** Does this now, or when the process goes on. */
    void deliver(Runnable arrival) {
        if (ended) {
            return;
        }
        if (isPaused()) {
            held.add(arrival);
        } else {
            arrival.run();
        }
    }

    void deliverIfAwake(Runnable beat) {
        if (!ended && !isPaused()) {
            beat.run();
        }
    }

    private void put(Supplier<List<Event>> item) {
        deliver(() -> {
            inbox.addLast(item);
            agenda.in(Duration.ZERO, this::run);
        });
    }

    // ---- pauses and the end

    void pause(Duration length) {
        note("paused for " + length);
        pausedUntil = Math.max(pausedUntil, agenda.now() + length.toNanos());
        agenda.at(pausedUntil, this::goOn);
    }

    /** In the middle of a turn, before or after the next such effect, this befalls it. */
    void interrupt(Predicate<Effect> effect, boolean after, Runnable what) {
        interruption = Optional.of(new Interruption(effect, after, what));
    }

    void goOnNow() {
        interruption = Optional.empty();
        pausedUntil = agenda.now();
        goOn();
    }

    private void goOn() {
        if (ended || isPaused()) {
            return;
        }
        List<Runnable> arrivals = List.copyOf(held);
        held.clear();
        arrivals.forEach(this::deliver);
        agenda.in(Duration.ZERO, this::run);
    }

    private boolean isPaused() {
        return agenda.now() < pausedUntil;
    }

    /** Killed: no word to anybody. */
    void kill() {
        note("killed");
        ended = true;
        client.abandon();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Before a restart the kernel goes on serving, and the session runs out by itself. */
    private void stopped() {
        if (takeover.hasLeftServing()) {
            note("leaves, and its kernel serves");
            client.abandon();
        } else {
            server.kernel().revokeLease();
            server.kernel().loseAll();
            client.close();
        }
        ended = true;
    }

    // ---- the loop

    private void run() {
        if (running) {
            return;
        }
        running = true;
        while (!ended && !isPaused() && finishTurn()) {
            if (takeover.stage() == Stage.STOPPED) {
                stopped();
            } else if (!beginTurn()) {
                break;
            }
        }
        running = false;
    }

    /** False when nothing is due: then the next timeout wakes us. */
    private boolean beginTurn() {
        Optional<Supplier<List<Event>>> item = Optional.ofNullable(inbox.pollFirst());
        MonotonicTime due = takeover.nextTimeout();
        if (item.isEmpty() && !server.clock().now().hasReached(due)) {
            wakeAt(due);
            return false;
        }
        requireProgress();
        turnStarted = server.clock().now();
        effects.push(shell.ordered(takeover.onTimeout(turnStarted)));
        item.ifPresent(events -> turn.addAll(events.get()));
        return true;
    }

    /** A machine whose timeouts change nothing would take a whole core. */
    private void requireProgress() {
        turnsAtOnce = agenda.now() == lastTurn ? turnsAtOnce + 1 : 0;
        lastTurn = agenda.now();
        if (turnsAtOnce > MOST_TURNS_AT_ONCE) {
            throw new AssertionError(server.name() + " turns in vain, " + takeover.stage());
        }
    }

    private void wakeAt(MonotonicTime due) {
        long instant = due.equals(MonotonicTime.NEVER)
                ? agenda.now() + NEVER_WOKEN.toNanos()
                : server.clock().trueInstant(due);
        if (instant < wakeAt || wakeAt <= agenda.now()) {
            wakeAt = instant;
            agenda.at(instant, this::run);
        }
    }

    /** Performs effects in order, each answer's own effects first; false when it was paused or ended on the way. */
    private boolean finishTurn() {
        while (!effects.isEmpty() || !turn.isEmpty()) {
            if (effects.isEmpty()) {
                apply(turn.removeFirst(), turnStarted);
            } else if (effects.peek().isEmpty()) {
                effects.pop();
            } else if (!performNext(effects.peek())) {
                return false;
            }
        }
        return true;
    }

    private boolean performNext(Deque<Effect> due) {
        if (isInterrupted(due.peekFirst(), false)) {
            return false;
        }
        Effect effect = due.removeFirst();
        perform(effect);
        return !isInterrupted(effect, true);
    }

    private boolean isInterrupted(Effect effect, boolean after) {
        Optional<Interruption> due = interruption.filter(
                planned -> planned.after() == after && planned.effect().test(effect));
        if (due.isPresent()) {
            interruption = Optional.empty();
            due.get().what().run();
        }
        return due.isPresent() && (ended || isPaused());
    }

    private void apply(Event event, MonotonicTime now) {
        note(event);
        effects.push(shell.ordered(shell.heard(event).applyTo(takeover, now)));
    }

    private void perform(Effect effect) {
        note(effect);
        effect.performOn(deeds).ifPresent(answer -> apply(answer, server.clock().now()));
        server.afterEffect();
    }
}
