package io.arpfailover.agent.takeover;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import io.arpfailover.coordinator.tenure.TenureEffect;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One run of an agent: the machine under test, driven as the loop drives it. It can be paused at any time, also between
 * two effects of one turn; what reaches it meanwhile waits.
 */
final class SimulatedProcess implements Performer {
    private static final Duration NEVER_WOKEN = Duration.ofHours(1);

    private final Agenda agenda;
    private final SimulatedServer server;
    private final Takeover takeover;
    private final SimulatedClient client;
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
    private Optional<Predicate<Effect>> pauseBefore = Optional.empty();
    private Runnable pauseInTurn = () -> {};
    private boolean lookPending;
    private Member member;

    SimulatedProcess(Agenda agenda, SimulatedServer server, TakeoverSettings settings, SimulatedZooKeeper zooKeeper) {
        this.agenda = agenda;
        this.server = server;
        this.member = server.member(new Effect.Publish(false, "starting", Optional.empty()));
        this.takeover = new Takeover(settings, agenda.random());
        this.client = new SimulatedClient(agenda, zooKeeper, this, server::path, server.broken(), member);
        happened(new Event.LinkSeen(server.link()));
        happened(server.kernel().found());
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

    // ---- what reaches it

    void stop() {
        stopAsked = true;
        happened(new Event.StopAsked());
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

    /** In the middle of a turn, before the next such effect, this pauses it. */
    void pauseBefore(Predicate<Effect> effect, Runnable pause) {
        pauseBefore = Optional.of(effect);
        pauseInTurn = pause;
    }

    void goOnNow() {
        pauseBefore = Optional.empty();
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

    private void stopped() {
        server.kernel().revokeLease();
        server.kernel().removeAddresses();
        client.close();
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
        turnStarted = server.clock().now();
        effects.push(new ArrayDeque<>(takeover.onTimeout(turnStarted)));
        item.ifPresent(events -> turn.addAll(events.get()));
        return true;
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
            } else if (isPausedBefore(effects.peek().peekFirst())) {
                return false;
            } else {
                perform(effects.peek().removeFirst());
            }
        }
        return true;
    }

    private boolean isPausedBefore(Effect next) {
        boolean now = pauseBefore.filter(due -> due.test(next)).isPresent();
        if (now) {
            pauseBefore = Optional.empty();
            pauseInTurn.run();
        }
        return now && isPaused();
    }

    private void apply(Event event, MonotonicTime now) {
        note(event);
        effects.push(new ArrayDeque<>(event.applyTo(takeover, now)));
    }

    private void perform(Effect effect) {
        note(effect);
        effect.performOn(this).ifPresent(answer -> apply(answer, server.clock().now()));
        server.afterEffect();
    }

    // ---- the world as the machine acts on it

    @Override
    public Event.FrameSent send(Outbound outbound) {
        return new Event.FrameSent(outbound, server.send(outbound.frame(server.mac())));
    }

    @Override
    public Event.LeaseSet setLease(MonotonicTime until, boolean renewal) {
        return server.kernel().setLease(until, renewal);
    }

    @Override
    public void revokeLease() {
        if (!keepsWhatItHandsOver()) {
            server.kernel().revokeLease();
        }
    }

    @Override
    public Event.AddressesAssigned assignAddresses(Duration validFor) {
        return server.link().mac().isEmpty()
                ? new Event.AddressesAssigned(Optional.of("the interface does not exist"))
                : server.kernel().assign(validFor);
    }

    @Override
    public void removeAddresses() {
        if (!keepsWhatItHandsOver()) {
            server.kernel().removeAddresses();
        }
    }

    private boolean keepsWhatItHandsOver() {
        return server.broken() == BrokenRule.LEASE_KEPT_AT_HANDOVER && takeover.stage() == Stage.HANDING_OVER;
    }

    @Override
    public void compareAndSet(TenureEffect.CompareAndSet call) {
        client.compareAndSet(call);
    }

    @Override
    public void reread() {
        client.readTenure();
    }

    @Override
    public void publish(Effect.Publish health) {
        member = server.member(health);
        client.updateSelf(member);
    }

    @Override
    public void requestSwitchover(Effect.RequestSwitchover request) {
        switchover(request.to(), request.by());
    }

    /** Opens a request unless one is open, and closes it when nobody has acted on it for long. */
    void switchover(NodeName to, String by) {
        Switchover request = new Switchover("s" + agenda.now(), to, by, Outcome.REQUESTED, "");
        client.writeIntent(
                intent -> open(intent) || names(intent, request) ? intent : new Intent(Optional.of(request)));
        agenda.in(
                takeover.patience().multipliedBy(2),
                () -> deliver(() -> closeSwitchover(request.ended(Outcome.REFUSED, "nobody acted on it in time"))));
    }

    @Override
    public void closeSwitchover(Switchover ended) {
        client.writeIntent(intent -> open(intent) && names(intent, ended) ? new Intent(Optional.of(ended)) : intent);
    }

    private static boolean open(Intent intent) {
        return intent.switchover().filter(Switchover::isOpen).isPresent();
    }

    private static boolean names(Intent intent, Switchover request) {
        return intent.switchover()
                .filter(switchover -> switchover.id().equals(request.id()))
                .isPresent();
    }

    @Override
    public void record(Move move, MonotonicTime claimed) {}

    @Override
    public void transition(Effect.Transition transition) {}

    @Override
    public void notice(Effect.Notice notice) {}
}
