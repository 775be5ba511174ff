package io.arpfailover.agent.loop;

import io.arpfailover.agent.takeover.Event;
import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.zookeeper.StoreCall;
import io.arpfailover.coordinator.zookeeper.StoreListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Turns what ZooKeeper's threads tell into events for the loop, and remembers what status and requests are
 * judged by. */
final class StoreEvents implements StoreListener {
    private final Inbox inbox;
    private final Consumer<Intent> intents;
    private final BiConsumer<StoreCall, Duration> times;

    private volatile boolean connected;
    private volatile Optional<Duration> session = Optional.empty();
    /** As read in the present session; guarded by this. */
    private Optional<Intent> intent = Optional.empty();
    /** As read in the present session; guarded by this. */
    private List<Member> members = List.of();

    /**
     * @param intents also told each intent, on ZooKeeper's thread
     * @param times told how long each call took, on threads of ZooKeeper
     */
    StoreEvents(Inbox inbox, Consumer<Intent> intents, BiConsumer<StoreCall, Duration> times) {
        this.inbox = inbox;
        this.intents = intents;
        this.times = times;
    }

    boolean isConnected() {
        return connected;
    }

    Optional<Duration> session() {
        return session;
    }

    synchronized Optional<Intent> intent() {
        return intent;
    }

    /** Who is registered, this member too. */
    synchronized List<Member> members() {
        return members;
    }

    @Override
    public void connected(long sessionId, Duration negotiatedSession) {
        connected = true;
        session = Optional.of(negotiatedSession);
        put(new Event.ContactChanged(true));
    }

    @Override
    public void suspended() {
        connected = false;
        put(new Event.ContactChanged(false));
    }

    @Override
    public synchronized void sessionLost() {
        connected = false;
        intent = Optional.empty();
        members = List.of();
        put(new Event.SessionLost());
    }

    @Override
    public void tenure(VersionedTenure current) {
        put(new Event.TenureRead(current));
    }

    @Override
    public synchronized void members(List<Member> present) {
        members = List.copyOf(present);
        put(new Event.MembersRead(present));
    }

    @Override
    public synchronized void intent(Intent current) {
        intent = Optional.of(current);
        intents.accept(current);
        put(new Event.IntentRead(current));
    }

    @Override
    public void answered(long callId, Answer answer) {
        put(new Event.CallAnswered(callId, answer));
    }

    /**
     * The machine forgets the intent when it is registered, and takes the next one it is told for what was there before.
     * When the intent was read first, nobody would tell it again until it changes: then that change would be refused.
     */
    @Override
    public synchronized void registered() {
        put(new Event.Registered(session.orElseThrow()));
        intent.ifPresent(known -> put(new Event.IntentRead(known)));
    }

    @Override
    public void registrationRefused(String why) {
        put(new Event.NotRegistered(why));
    }

    @Override
    public void failed(String what) {
        put(new Event.StoreFailed(what));
    }

    @Override
    public void took(StoreCall call, Duration time) {
        times.accept(call, time);
    }

    private void put(Event event) {
        inbox.put(new Inbox.Item.Happened(event));
    }
}
