package io.arpfailover.coordinator.zookeeper;

import static io.arpfailover.coordinator.zookeeper.Lab.A;
import static io.arpfailover.coordinator.zookeeper.Lab.B;
import static io.arpfailover.coordinator.zookeeper.Lab.PATHS;
import static io.arpfailover.coordinator.zookeeper.Lab.member;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.zookeeper.RecordingListener.Told;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotesTest {
    @TempDir
    private Path directory;

    private Lab lab;
    private Lab.Node a;

    @BeforeEach
    void start() throws Exception {
        lab = new Lab(directory);
        a = lab.open().registered(member("a"));
        a.heard().await(Told.MembersAre.class);
    }

    @AfterEach
    void stop() throws Exception {
        lab.close();
    }

    @Test
    void noChangeOfTheIntentIsLostWhenTwoWriteAtOnce() throws Exception {
        Lab.Node b = lab.open();
        b.heard().await(Told.MembersAre.class);
        List<CompletableFuture<Intent>> writes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            writes.add(a.store().writeIntent(NotesTest::counted));
            writes.add(b.store().writeIntent(NotesTest::counted));
        }
        for (CompletableFuture<Intent> write : writes) {
            write.get(20, TimeUnit.SECONDS);
        }
        b.heard()
                .await(
                        Told.IntentIs.class,
                        told -> told.now().switchover().map(Switchover::id).equals(Optional.of("40")));
    }

    @Test
    void anIntentThatCannotBeReadIsNotOverwritten() throws Exception {
        a.store().writeIntent(NotesTest::counted).get(10, TimeUnit.SECONDS);
        byte[] foreign = "{\"format\":9}".getBytes(StandardCharsets.UTF_8);
        lab.stranger().setData(PATHS.intent(), foreign, -1);
        ExecutionException failure = assertThrows(
                ExecutionException.class,
                () -> a.store().writeIntent(NotesTest::counted).get(10, TimeUnit.SECONDS));
        assertInstanceOf(StoreException.class, failure.getCause());
        assertTrue(failure.getCause().getMessage().contains("format 9"));
        assertTrue(a.heard().await(Told.Failed.class).what().contains(PATHS.intent()));
    }

    @Test
    void theHistoryKeepsTheNewestHundredInOrder() throws Exception {
        for (long epoch = 1; epoch <= Notes.MOST_MOVES + 3; epoch++) {
            a.store().appendHistory(move(epoch, Map.of("claimed", epoch))).get(10, TimeUnit.SECONDS);
        }
        List<Long> epochs = a.store().history().get(10, TimeUnit.SECONDS).stream()
                .map(Move::epoch)
                .toList();
        assertEquals(LongStream.rangeClosed(4, 103).boxed().toList(), epochs);
    }

    @Test
    void aMoveWithMorePhasesTakesThePlaceOfTheFirst() throws Exception {
        Move claimed = move(5, Map.of("claimed", 10L));
        Move repointed = move(5, Map.of("repointed", 20L));
        a.store().appendHistory(claimed).get(10, TimeUnit.SECONDS);
        a.store().appendHistory(repointed).get(10, TimeUnit.SECONDS);
        assertEquals(List.of(repointed), a.store().history().get(10, TimeUnit.SECONDS));
    }

    @Test
    void aCallOutlastsAServerThatIsAwayForAMoment() throws Exception {
        lab.stopServer();
        CompletableFuture<Void> append = a.store().appendHistory(move(1, Map.of()));
        assertFalse(append.isDone());
        lab.startServer();
        append.get(20, TimeUnit.SECONDS);
        assertEquals(1, a.store().history().get(10, TimeUnit.SECONDS).size());
    }

    @Test
    void theDirectoryShowsWhatTheStoresWrote() throws Exception {
        Move move = move(1, Map.of("claimed", 3L));
        a.store().compareAndSet(1, 0, Lab.held(A, 1), Optional.empty());
        a.heard().awaitAnswer(1);
        a.store().appendHistory(move).get(10, TimeUnit.SECONDS);
        Intent intent = a.store().writeIntent(NotesTest::counted).get(10, TimeUnit.SECONDS);
        try (ClusterDirectory clusters = ClusterDirectory.open(lab.settings(Optional.empty()))) {
            ClusterReport report = clusters.clusters().get(0);
            assertEquals(Lab.WEB, report.name());
            assertEquals(Lab.held(A, 1), report.tenure().tenure());
            assertEquals(List.of(member("a")), report.members());
            assertEquals(intent, report.intent());
            assertEquals(List.of(move), report.history());
            assertTrue(report.isHeld());
        }
    }

    @Test
    void aForeignNodeDoesNotHideTheClusters() throws Exception {
        lab.stranger().create("/arp-failover/clusters/Not_Ours", new byte[0], Credentials.OPEN, CreateMode.PERSISTENT);
        try (ClusterDirectory clusters = ClusterDirectory.open(lab.settings(Optional.empty()))) {
            assertEquals(
                    List.of(Lab.WEB),
                    clusters.clusters().stream().map(ClusterReport::name).toList());
        }
    }

    private static Intent counted(Intent before) {
        int count = before.switchover().map(it -> Integer.parseInt(it.id())).orElse(0) + 1;
        return new Intent(
                Optional.empty(), Set.of(), Optional.of(Switchover.asked(Integer.toString(count), B, "test", false)));
    }

    private static Move move(long epoch, Map<String, Long> phases) {
        return new Move(epoch, A, Optional.of(B), "test", 1_700_000_000_000L, phases);
    }
}
