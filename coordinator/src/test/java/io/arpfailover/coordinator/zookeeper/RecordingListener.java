package io.arpfailover.coordinator.zookeeper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Keeps what a store tells, in order, so that a test can wait for it. */
class RecordingListener implements StoreListener {
    private static final long PATIENCE_SECONDS = 10;

    /** One call of the listener. */
    sealed interface Told {
        record Connected(long session, Duration timeout) implements Told {}

        record Suspended() implements Told {}

        record SessionLost() implements Told {}

        record TenureIs(VersionedTenure now) implements Told {}

        record MembersAre(List<Member> present) implements Told {
            List<String> names() {
                return present.stream().map(member -> member.node().text()).toList();
            }
        }

        record IntentIs(Intent now) implements Told {}

        record Answered(long call, Answer answer) implements Told {}

        record Registered() implements Told {}

        record Refused(String why) implements Told {}

        record Failed(String what) implements Told {}
    }

    private final LinkedBlockingQueue<Told> queue = new LinkedBlockingQueue<>();

    /** The next event of this type; what comes before it is dropped. */
    <T extends Told> T await(Class<T> type) {
        return await(type, any -> true);
    }

    <T extends Told> T await(Class<T> type, Predicate<T> wanted) {
        List<Told> before = new ArrayList<>();
        for (Told told = next(type, before); ; told = next(type, before)) {
            if (type.isInstance(told) && wanted.test(type.cast(told))) {
                return type.cast(told);
            }
            before.add(told);
        }
    }

    /** All that is told up to and including the first that is wanted. */
    List<Told> upTo(Predicate<Told> wanted) {
        List<Told> told = new ArrayList<>();
        do {
            told.add(next(Told.class, told));
        } while (!wanted.test(told.get(told.size() - 1)));
        return told;
    }

    /** Waits until all of these have come, in whatever order they are told. */
    void awaitInAnyOrder(List<Predicate<Told>> wanted) {
        List<Predicate<Told>> missing = new ArrayList<>(wanted);
        while (!missing.isEmpty()) {
            Told told = next(Told.class, List.of());
            missing.removeIf(one -> one.test(told));
        }
    }

    static Predicate<Told> members(String... names) {
        return told ->
                told instanceof Told.MembersAre members && members.names().equals(List.of(names));
    }

    Answer awaitAnswer(long call) {
        return await(Told.Answered.class, told -> told.call() == call).answer();
    }

    void awaitMembers(String... names) {
        await(Told.class, members(names));
    }

    /** Everything told until now that was not waited for. */
    List<Told> drain() {
        List<Told> rest = new ArrayList<>();
        queue.drainTo(rest);
        return rest;
    }

    private Told next(Class<?> type, List<Told> before) {
        try {
            Told told = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return told != null ? told : fail("no " + type.getSimpleName() + " came, only " + before);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted", e);
        }
    }

    private void tell(Told told) {
        assertEquals(true, queue.offer(told));
    }

    @Override
    public void connected(long sessionId, Duration negotiatedSession) {
        tell(new Told.Connected(sessionId, negotiatedSession));
    }

    @Override
    public void suspended() {
        tell(new Told.Suspended());
    }

    @Override
    public void sessionLost() {
        tell(new Told.SessionLost());
    }

    @Override
    public void tenure(VersionedTenure current) {
        tell(new Told.TenureIs(current));
    }

    @Override
    public void members(List<Member> present) {
        tell(new Told.MembersAre(present));
    }

    @Override
    public void intent(Intent current) {
        tell(new Told.IntentIs(current));
    }

    @Override
    public void answered(long callId, Answer answer) {
        tell(new Told.Answered(callId, answer));
    }

    @Override
    public void registered() {
        tell(new Told.Registered());
    }

    @Override
    public void registrationRefused(String why) {
        tell(new Told.Refused(why));
    }

    @Override
    public void failed(String what) {
        tell(new Told.Failed(what));
    }
}
