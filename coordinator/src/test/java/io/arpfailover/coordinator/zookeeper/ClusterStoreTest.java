package io.arpfailover.coordinator.zookeeper;

import static io.arpfailover.coordinator.zookeeper.Lab.A;
import static io.arpfailover.coordinator.zookeeper.Lab.B;
import static io.arpfailover.coordinator.zookeeper.Lab.PATHS;
import static io.arpfailover.coordinator.zookeeper.Lab.held;
import static io.arpfailover.coordinator.zookeeper.Lab.member;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.zookeeper.RecordingListener.Told;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterStoreTest {
    @TempDir
    private Path directory;

    private Lab lab;

    @BeforeEach
    void start() throws Exception {
        lab = new Lab(directory);
    }

    @AfterEach
    void stop() throws Exception {
        lab.close();
    }

    @Test
    void aNewClusterHasATenureThatNobodyHolds() throws Exception {
        Lab.Node a = lab.open();
        assertEquals(Lab.SESSION, a.heard().await(Told.Connected.class).timeout());
        assertEquals(
                new VersionedTenure(Tenure.NONE, 0),
                a.heard().await(Told.TenureIs.class).now());
        assertEquals(Intent.NONE, a.heard().await(Told.IntentIs.class).now());
        assertEquals(List.of(), a.heard().await(Told.MembersAre.class).present());
    }

    @Test
    void theGrantedSessionIsReportedNotTheOneAskedFor() throws Exception {
        RecordingListener heard = new RecordingListener();
        ZooKeeperSettings tooShort = new ZooKeeperSettings(lab.connect(), Duration.ofMillis(100), Optional.empty());
        try (ClusterStore store = ClusterStore.open(tooShort, Lab.WEB, heard)) {
            store.register(member("a"));
            assertEquals(
                    Duration.ofSeconds(1), heard.await(Told.Connected.class).timeout());
        }
    }

    @Test
    void reconnectingInTheSameSessionTellsNoChangeTwice() throws Exception {
        Lab.Node a = lab.open().registered(member("a"));
        for (int i = 0; i < 2; i++) {
            a.heard().await(Told.TenureIs.class);
            lab.stopServer();
            a.heard().await(Told.Suspended.class);
            lab.startServer();
            a.heard().await(Told.Registered.class);
        }
        a.heard().await(Told.TenureIs.class);
        a.heard().await(Told.MembersAre.class);
        a.store().compareAndSet(1, 0, held(A, 1), Optional.empty());
        Switchover fence = Switchover.asked("1", B, "test", false);
        a.store().writeIntent(intent -> intent.opened(fence)).get(10, TimeUnit.SECONDS);
        List<Told> told = a.heard().upTo(it -> it.equals(new Told.IntentIs(Intent.NONE.opened(fence))));
        assertEquals(1, told.stream().filter(Told.TenureIs.class::isInstance).count(), told.toString());
    }

    @Test
    void aCompareAndSetIsAppliedOnceAndSeenByTheOther() throws Exception {
        Lab.Node a = lab.open().registered(member("a"));
        Lab.Node b = lab.open().registered(member("b"));
        a.store().compareAndSet(7, 0, held(A, 1), Optional.empty());
        VersionedTenure now = new VersionedTenure(held(A, 1), 1);
        assertEquals(new Answer.Applied(now), a.heard().awaitAnswer(7));
        b.heard().await(Told.TenureIs.class, told -> told.now().equals(now));

        b.store().compareAndSet(8, 0, held(B, 1), Optional.empty());
        assertEquals(new Answer.Refused(Answer.Refusal.STALE), b.heard().awaitAnswer(8));
    }

    @Test
    void theProofFailsWhileTheHolderIsRegisteredAndHoldsOnceItsSessionEnded() throws Exception {
        Lab.Node a = lab.open().registered(member("a"));
        Lab.Node b = lab.open().registered(member("b"));
        b.store().compareAndSet(1, 0, held(B, 1), Optional.of(A));
        assertEquals(
                new Answer.Refused(Answer.Refusal.HOLDER_PRESENT), b.heard().awaitAnswer(1));

        a.store().close();
        b.heard().awaitMembers("b");
        b.store().compareAndSet(2, 0, held(B, 1), Optional.of(A));
        assertEquals(
                new Answer.Applied(new VersionedTenure(held(B, 1), 1)),
                b.heard().awaitAnswer(2));
        assertNull(lab.stranger().exists(PATHS.member(A), false), "the proof leaves no node behind");
    }

    @Test
    void theRehearsalOfACompareAndSetChangesNothingAndIsAnsweredToNobody() throws Exception {
        Lab.Node a = lab.open().registered(member("a"));
        a.store().compareAndSet(1, 0, held(A, 1), Optional.empty());
        List<Told> told = a.heard().upTo(Told.Answered.class::isInstance);
        a.store().compareAndSet(2, 1, held(A, 2), Optional.empty());
        told.addAll(a.heard().upTo(Told.Answered.class::isInstance));
        assertEquals(
                List.of(
                        new Told.Answered(1, new Answer.Applied(new VersionedTenure(held(A, 1), 1))),
                        new Told.Answered(2, new Answer.Applied(new VersionedTenure(held(A, 2), 2)))),
                told.stream().filter(Told.Answered.class::isInstance).toList());
    }

    @Test
    void aStaleVersionIsToldBeforeAFailedProof() throws Exception {
        lab.open().registered(member("a"));
        Lab.Node b = lab.open().registered(member("b"));
        b.store().compareAndSet(1, 5, held(B, 1), Optional.of(A));
        assertEquals(new Answer.Refused(Answer.Refusal.STALE), b.heard().awaitAnswer(1));
    }

    @Test
    void withoutRegistrationNothingIsSent() throws Exception {
        Lab.Node a = lab.open();
        a.heard().await(Told.TenureIs.class);
        a.store().compareAndSet(1, 0, held(A, 1), Optional.empty());
        assertInstanceOf(Answer.Unknown.class, a.heard().awaitAnswer(1));
        assertEquals(0, tenureVersion());
    }

    @Test
    void aCallBetweenTwoSessionsIsNotCarriedIntoTheNext() throws Exception {
        AtomicReference<ClusterStore> store = new AtomicReference<>();
        RecordingListener calling = new RecordingListener() {
            @Override
            public void connected(long sessionId, Duration negotiatedSession) {
                super.connected(sessionId, negotiatedSession);
                Optional.ofNullable(store.get()).ifPresent(it -> it.compareAndSet(2, 0, held(A, 1), Optional.empty()));
            }

            @Override
            public void sessionLost() {
                super.sessionLost();
                store.get().compareAndSet(1, 0, held(A, 1), Optional.empty());
            }
        };
        Lab.Node a = lab.open(Optional.empty(), calling).registered(member("a"));
        store.set(a.store());
        Session first = a.store().session().orElseThrow();

        lab.end(first);
        assertInstanceOf(Answer.Unknown.class, a.heard().awaitAnswer(1), "while there is no session");
        assertInstanceOf(Answer.Unknown.class, a.heard().awaitAnswer(2), "before the member node is there again");
        a.heard().await(Told.Registered.class);
        assertEquals(0, tenureVersion());

        a.store().compareAndSet(3, 0, held(A, 1), Optional.empty());
        assertInstanceOf(Answer.Applied.class, a.heard().awaitAnswer(3));
        long owner = lab.stranger().exists(PATHS.member(A), false).getEphemeralOwner();
        assertNotEquals(first.id(), owner, "the member node belongs to the new session");
    }

    @Test
    void aCallThatMeetsAnEndedSessionHasNoEffect() throws Exception {
        Lab.Node a = lab.open().registered(member("a"));
        Session session = a.store().session().orElseThrow();
        lab.end(session);
        // The bound handle itself, so that no faster reconnection can make this a call in the next session.
        assertTrue(refused(session));
        assertEquals(0, tenureVersion());
    }

    private static boolean refused(Session session) throws InterruptedException {
        try {
            session.handle().setData(PATHS.tenure(), Records.encode(held(A, 1)), 0);
            return false;
        } catch (KeeperException connectionLostOrSessionExpired) {
            return true;
        }
    }

    @Test
    void whenSomebodyRemovesOurMemberNodeItComesBack() throws Exception {
        Lab.Node a = lab.open().registered(member("a"));
        a.heard().awaitMembers("a");
        lab.stranger().delete(PATHS.member(A), -1);
        a.heard().awaitMembers();
        a.heard().awaitMembers("a");
    }

    @Test
    void aServerThatRestartsIsFoundAgainAndEverythingIsToldAnew() throws Exception {
        Lab.Node a = lab.open().registered(member("a"));
        a.store().compareAndSet(1, 0, held(A, 1), Optional.empty());
        a.heard().awaitAnswer(1);
        a.heard().await(Told.TenureIs.class, told -> told.now().version() == 1);

        lab.stopServer();
        a.heard().await(Told.Suspended.class);
        a.store().compareAndSet(2, 1, held(A, 1), Optional.empty());
        assertInstanceOf(Answer.Unknown.class, a.heard().awaitAnswer(2), "no connection, not queued");
        Member changed = member("a", "host-a", "told while away");
        a.store().updateSelf(changed);
        lab.startServer();
        a.heard().await(Told.Connected.class);
        a.heard().await(Told.Registered.class);
        assertEquals(1, a.heard().await(Told.TenureIs.class).now().version());
        a.heard().await(Told.MembersAre.class, told -> told.present().equals(List.of(changed)));
    }

    @Test
    void aServerThatStaysAwayLosesTheSessionThroughTheClientsOwnTimer() throws Exception {
        Lab.Node a = lab.open().registered(member("a"));
        lab.stopServer();
        a.heard().await(Told.Suspended.class);
        a.heard().await(Told.SessionLost.class);
        lab.startServer();
        a.heard().await(Told.Registered.class);
    }

    @Test
    void whatAMemberTellsAboutItselfReachesTheOther() throws Exception {
        Lab.Node a = lab.open().registered(member("a"));
        Lab.Node b = lab.open().registered(member("b"));
        b.heard().awaitMembers("a", "b");
        Member unfit = new Member(
                A,
                "1",
                "host-a",
                "0.1",
                "lan0",
                List.of(),
                List.of("10.77.0.100/24"),
                List.of("10.77.0.1:5227"),
                PromiseTiming.DEFAULT.promise(),
                PromiseTiming.DEFAULT.restart(),
                false,
                "no carrier",
                Optional.of("17"));
        a.store().updateSelf(unfit);
        b.heard().await(Told.MembersAre.class, told -> told.present().contains(unfit));
    }

    @Test
    void aTenureThatCannotBeReadIsReportedAndNotGuessed() throws Exception {
        Lab.Node a = lab.open();
        a.heard().await(Told.MembersAre.class);
        ZooKeeper stranger = lab.stranger();
        stranger.setData(PATHS.tenure(), "{\"format\":2}".getBytes(StandardCharsets.UTF_8), -1);
        assertContains("format 2", a.heard().await(Told.Failed.class).what());
        assertEquals(List.of(), a.heard().drain());
        stranger.setData(PATHS.tenure(), Records.encode(held(B, 4)), -1);
        assertEquals(
                new VersionedTenure(held(B, 4), 2),
                a.heard().await(Told.TenureIs.class).now());
    }

    @Test
    void aTenureThatWasDeletedStaysDeleted() throws Exception {
        Lab.Node a = lab.open();
        a.heard().await(Told.MembersAre.class);
        ZooKeeper stranger = lab.stranger();
        stranger.delete(PATHS.tenure(), -1);
        assertContains("was deleted", a.heard().await(Told.Failed.class).what());
        assertNull(stranger.exists(PATHS.tenure(), false));
    }

    @Test
    void anAbsentServerIsReported() throws Exception {
        lab.stopServer();
        Lab.Node a = lab.open();
        assertContains(
                "no ZooKeeper answers", a.heard().await(Told.Failed.class).what());
    }

    private int tenureVersion() throws Exception {
        Stat stat = new Stat();
        byte[] data = lab.stranger().getData(PATHS.tenure(), false, stat);
        assertTrue(Records.tenure(data).value().isPresent());
        return stat.getVersion();
    }

    private static void assertContains(String part, String text) {
        assertTrue(text.contains(part), text);
    }
}
