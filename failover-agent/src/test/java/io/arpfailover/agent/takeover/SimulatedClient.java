package io.arpfailover.agent.takeover;

import io.arpfailover.agent.takeover.SimulatedStream.Path;
import io.arpfailover.agent.takeover.SimulatedZooKeeper.Topic;
import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.TenureEffect.CompareAndSet;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One process's ZooKeeper client: connects, registers, watches, notices silence, and tells its process.
 *
 * <p>Whatever reaches the process goes through {@link SimulatedProcess#deliver}, so that a paused one hears of it when it
 * goes on.
 */
final class SimulatedClient {
    private static final Duration RETRY_SOON = Duration.ofMillis(20);
    private static final Duration RETRY_LATE = Duration.ofMillis(400);
    /** A request that was read from a broken connection may be worked on so much later. */
    private static final Duration STRAGGLING = Duration.ofSeconds(1);

    private final Agenda agenda;
    private final SimulatedZooKeeper zooKeeper;
    private final SimulatedProcess process;
    private final Supplier<Path> path;
    private final BrokenRule broken;
    private final Duration length;
    private final Map<Long, CompareAndSet> open = new LinkedHashMap<>();

    private Member self;
    private Optional<Long> session = Optional.empty();
    private Optional<Long> registeredIn = Optional.empty();
    private boolean connected;
    private boolean closed;
    private SimulatedStream up;
    private SimulatedStream down;
    private long lastHeard;
    private long lastSent;
    private int connections;
    private int unwritten;

    SimulatedClient(
            Agenda agenda,
            SimulatedZooKeeper zooKeeper,
            SimulatedProcess process,
            Supplier<Path> path,
            BrokenRule broken,
            Member self) {
        this.agenda = agenda;
        this.zooKeeper = zooKeeper;
        this.process = process;
        this.path = path;
        this.broken = broken;
        this.self = self;
        this.length = zooKeeper.sessionLength();
        this.up = new SimulatedStream(agenda, path);
        this.down = new SimulatedStream(agenda, path);
        agenda.in(RETRY_SOON, () -> process.deliver(this::connect));
        beat();
    }

    // ---- what the process asks

    void updateSelf(Member member) {
        self = member;
        registeredIn.ifPresent(id -> request(() -> {
            zooKeeper.update(id, member);
            return () -> {};
        }));
    }

    void compareAndSet(CompareAndSet call) {
        if (!connected || registeredIn.isEmpty()) {
            process.happened(new Event.CallAnswered(call.call(), new Answer.Unknown("not sent")));
            return;
        }
        open.put(call.call(), call);
        agenda.in(
                length.multipliedBy(2).dividedBy(3),
                () -> process.deliver(() -> answer(call.call(), new Answer.Unknown("no answer in time"))));
        request(true, () -> {
            Answer answer = zooKeeper.compareAndSet(self.node(), call);
            return () -> answer(call.call(), answer);
        });
    }

    void readTenure() {
        request(() -> {
            VersionedTenure seen = zooKeeper.tenure();
            return () -> process.happened(new Event.TenureRead(seen));
        });
    }

    /** Changes the intent sooner or later, unless the process ends. */
    void writeIntent(UnaryOperator<Intent> change) {
        unwritten++;
        tryToWrite(change);
    }

    private void tryToWrite(UnaryOperator<Intent> change) {
        AtomicBoolean answered = new AtomicBoolean();
        request(() -> {
            zooKeeper.changeIntent(change);
            return () -> {
                unwritten--;
                answered.set(true);
            };
        });
        agenda.in(
                connected ? length : RETRY_LATE,
                () -> process.deliver(() -> {
                    if (!answered.get()) {
                        tryToWrite(change);
                    }
                }));
    }

    /** Whether a change of the intent is still to be written. */
    boolean isWriting() {
        return unwritten > 0;
    }

    /** The process ends in order: so does the session. */
    void close() {
        process.note("closes its session");
        session.filter(id -> connected && zooKeeper.isUp() && path.get() != Path.SILENT)
                .ifPresent(zooKeeper::close);
        abandon();
    }

    /** The process is gone; the session lives on at the server. */
    void abandon() {
        closed = true;
        connected = false;
        zooKeeper.unwatch(this);
        up.tear(STRAGGLING);
        down.tear(Duration.ZERO);
    }

    // ---- what ZooKeeper does

    boolean isIn(long id) {
        return connected && session.filter(own -> own == id).isPresent();
    }

    void notified(Topic topic) {
        down.send(() -> process.deliver(() -> {
            lastHeard = agenda.now();
            switch (topic) {
                case TENURE -> readTenure();
                case INTENT -> readIntent();
                case MEMBERS -> readMembers();
            }
        }));
    }

    void connectionReset() {
        process.deliver(this::disconnected);
    }

    // ---- connection and session

    private void connect() {
        if (closed || connected) {
            return;
        }
        if (path.get() == Path.SILENT || path.get() == Path.REFUSED || !zooKeeper.isUp()) {
            retry();
            return;
        }
        if (session.isPresent() && !zooKeeper.touch(session.get())) {
            sessionLost();
            retry();
            return;
        }
        session = Optional.of(session.orElseGet(zooKeeper::open));
        connected = true;
        connections++;
        up = new SimulatedStream(agenda, path);
        down = new SimulatedStream(agenda, path);
        lastHeard = agenda.now();
        zooKeeper.watch(this);
        process.note("connected in session " + session.get());
        process.happened(new Event.ContactChanged(true));
        register(session.get());
    }

    private void retry() {
        agenda.in(agenda.between(RETRY_SOON, RETRY_LATE), () -> process.deliver(this::connect));
    }

    private void register(long id) {
        Member written = self;
        request(() -> {
            zooKeeper.register(id, written);
            return () -> {
                registeredIn = Optional.of(id);
                updateSelf(self);
                process.happened(new Event.Registered(
                        broken == BrokenRule.LEASE_OUTLIVES_SESSION ? length.multipliedBy(2) : length));
                readTenure();
                readIntent();
                readMembers();
            };
        });
    }

    private void readIntent() {
        request(() -> {
            Intent seen = zooKeeper.intent();
            return () -> process.happened(new Event.IntentRead(seen));
        });
    }

    private void readMembers() {
        request(() -> {
            List<Member> seen = zooKeeper.members();
            return () -> process.happened(new Event.MembersRead(seen));
        });
    }

    private void request(Supplier<Runnable> atServer) {
        request(false, atServer);
    }

    /**
     * What the server does when it arrives there, and then the client when the answer is back.
     *
     * @param straggles whether the server may also do it when the session has another connection already
     */
    private void request(boolean straggles, Supplier<Runnable> atServer) {
        if (!connected) {
            return;
        }
        long id = session.orElseThrow();
        int sentOn = connections;
        lastSent = agenda.now();
        SimulatedStream back = down;
        up.send(() -> {
            if (sentOn != connections && !straggles) {
                return;
            }
            Runnable atClient = zooKeeper.isUp() && zooKeeper.touch(id) ? atServer.get() : () -> sessionEnded(id);
            if (zooKeeper.isUp()) {
                back.send(() -> process.deliver(() -> {
                    if (connected && sentOn == connections) {
                        lastHeard = agenda.now();
                        atClient.run();
                    }
                }));
            }
        });
    }

    private void sessionEnded(long id) {
        if (session.filter(own -> own == id).isPresent()) {
            disconnected();
            sessionLost();
        }
    }

    private void disconnected() {
        if (!connected) {
            return;
        }
        connected = false;
        zooKeeper.unwatch(this);
        up.tear(STRAGGLING);
        down.tear(Duration.ZERO);
        process.happened(new Event.ContactChanged(false));
        List.copyOf(open.keySet()).forEach(call -> answer(call, new Answer.Unknown("CONNECTIONLOSS")));
        int lostOn = connections;
        agenda.in(
                length,
                () -> process.deliver(() -> {
                    if (!connected && lostOn == connections) {
                        sessionLost();
                    }
                }));
        retry();
    }

    private void sessionLost() {
        if (session.isPresent()) {
            session = Optional.empty();
            registeredIn = Optional.empty();
            process.happened(new Event.SessionLost());
        }
    }

    private void answer(long call, Answer answer) {
        CompareAndSet asked = open.remove(call);
        if (asked != null) {
            process.happened(new Event.CallAnswered(call, trusted(asked, answer)));
        }
    }

    private Answer trusted(CompareAndSet asked, Answer answer) {
        return broken == BrokenRule.LOST_ANSWER_TRUSTED && answer instanceof Answer.Unknown
                ? new Answer.Applied(new VersionedTenure(asked.next(), asked.version() + 1))
                : answer;
    }

    /** Pings what has been silent for a third of the session, and gives up what did not answer for two thirds. */
    private void beat() {
        if (closed) {
            return;
        }
        process.deliverIfAwake(() -> {
            long silence = agenda.now() - lastHeard;
            if (connected && silence > length.toNanos() * 2 / 3) {
                disconnected();
            } else if (connected && agenda.now() - lastSent > length.toNanos() / 4) {
                request(() -> () -> {});
            }
        });
        agenda.in(length.dividedBy(12), this::beat);
    }
}
