package io.arpfailover.coordinator.zookeeper;

import static io.arpfailover.coordinator.zookeeper.Lab.PATHS;
import static io.arpfailover.coordinator.zookeeper.Lab.member;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.binding.Binding;
import io.arpfailover.coordinator.binding.BindingAuthor;
import io.arpfailover.coordinator.binding.BindingChange;
import io.arpfailover.coordinator.binding.BindingChange.Kind;
import io.arpfailover.coordinator.binding.BindingRefusal;
import io.arpfailover.coordinator.binding.BindingShard;
import io.arpfailover.coordinator.binding.BindingWish;
import io.arpfailover.coordinator.binding.BindingWish.Mode;
import io.arpfailover.coordinator.binding.Bindings;
import io.arpfailover.coordinator.binding.BoundAddress;
import io.arpfailover.coordinator.binding.BoundMac;
import io.arpfailover.coordinator.tenure.ClusterName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BindingStoreTest {
    private static final BoundAddress IP = BoundAddress.parse("10.77.0.5");
    private static final BindingAuthor A = new BindingAuthor("a", 3);

    @TempDir
    private Path directory;

    private Lab lab;
    private BindingStore a;

    @BeforeEach
    void start() throws Exception {
        lab = new Lab(directory);
        a = lab.open().registered(member("a")).store().bindings();
    }

    @AfterEach
    void stop() throws Exception {
        lab.close();
    }

    @Test
    void aNewClusterHasNone() throws Exception {
        assertEquals(0, a.read().get(10, TimeUnit.SECONDS).size());
        Heard heard = watch(a);
        assertEquals(List.of(), heard.next().changes());
    }

    @Test
    void whatOneWritesAllSee() throws Exception {
        Heard b = watch(lab.open().store().bindings());
        b.next();
        assertEquals(1, write(a, A, put(IP, 1)).count(Kind.ADDED));
        Told told = b.next();
        assertEquals(List.of(Kind.ADDED), told.kinds());
        assertEquals(
                Optional.of(new Binding(IP, mac(1), "a", 3, 1, "")), told.now().get(IP));
        assertEquals(1, write(a, A, replace(IP, 2)).count(Kind.CHANGED));
        assertEquals(2, b.next().now().get(IP).orElseThrow().version());
        assertEquals(1, write(a, A, new BindingWish.Remove(IP)).count(Kind.REMOVED));
        assertEquals(List.of(Kind.REMOVED), b.next().kinds());
    }

    @Test
    void aStandAloneProgramReadsAndWritesThem() throws Exception {
        Heard heard = watch(a);
        heard.next();
        try (ClusterDirectory outside = ClusterDirectory.open(lab.settings(Optional.empty()));
                BindingStore store = outside.bindings(Lab.WEB)) {
            write(store, A, put(IP, 1));
            assertEquals(1, store.read().get(10, TimeUnit.SECONDS).size());
        }
        assertEquals(List.of(Kind.ADDED), heard.next().kinds());
    }

    @Test
    void aRefusedWishKeepsTheOthersFromBeingWritten() throws Exception {
        write(a, A, put(IP, 1));
        BindingsWritten refused = write(a, A, put(address(1), 9), put(IP, 2), put(address(2), 9));
        assertEquals(List.of(), refused.changes());
        BindingRefusal refusal = refused.refusals().get(0);
        assertEquals(BindingRefusal.Reason.BOUND_OTHERWISE, refusal.reason());
        assertEquals(mac(1), refusal.present().orElseThrow().mac());
        assertEquals(1, a.read().get(10, TimeUnit.SECONDS).size());
    }

    @Test
    void anEarlierEpochIsStale() throws Exception {
        write(a, A, put(IP, 1));
        BindingsWritten stale = write(a, new BindingAuthor("b", 2), replace(IP, 2));
        assertEquals(BindingRefusal.Reason.STALE, stale.refusals().get(0).reason());
        assertTrue(write(a, new BindingAuthor("b", 4), replace(IP, 2)).isDone());
    }

    /** Two writers of the same addresses: every write is either seen by the next or made after it. */
    @Test
    void noWriteIsLostWhenTwoWriteAtOnce() throws Exception {
        BindingStore b = lab.open().store().bindings();
        List<CompletableFuture<BindingsWritten>> writes = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            writes.add(a.write(A, List.of(replace(IP, i), put(address(i), i))));
            writes.add(b.write(new BindingAuthor("b", 3), List.of(replace(IP, 100 + i))));
        }
        for (CompletableFuture<BindingsWritten> write : writes) {
            assertEquals(List.of(), write.get(20, TimeUnit.SECONDS).refusals());
        }
        Bindings now = a.read().get(10, TimeUnit.SECONDS);
        assertEquals(40, now.get(IP).orElseThrow().version());
        assertEquals(21, now.size());
    }

    /** After a partition: the one cut off hears what it missed, and what it decided under its old epoch does not count. */
    @Test
    void aServerThatWasCutOffConverges() throws Exception {
        write(a, A, put(IP, 1), put(address(1), 1), put(address(2), 1));
        Heard heard = watch(a);
        heard.next();
        lab.stopServer();
        CompletableFuture<BindingsWritten> meanwhile = a.write(A, List.of(replace(IP, 66)));
        assertThrows(ExecutionException.class, () -> meanwhile.get(30, TimeUnit.SECONDS));
        lab.startServer();
        try (ClusterDirectory outside = ClusterDirectory.open(lab.settings(Optional.empty()));
                BindingStore b = outside.bindings(Lab.WEB)) {
            write(b, new BindingAuthor("b", 4), replace(IP, 2), new BindingWish.Remove(address(1)), put(address(3), 3));
            Bindings seen =
                    heard.until(now -> now.size() == 3 && now.get(address(3)).isPresent());
            assertEquals(mac(2), seen.get(IP).orElseThrow().mac());
            assertEquals(Optional.empty(), seen.get(address(1)));
            assertEquals(b.read().get(10, TimeUnit.SECONDS).sorted(), seen.sorted());
        }
        assertEquals(
                BindingRefusal.Reason.STALE,
                write(a, A, replace(IP, 66)).refusals().get(0).reason());
        assertEquals(
                BindingRefusal.Reason.STALE,
                write(a, A, put(address(1), 1)).refusals().get(0).reason());
    }

    @Test
    void aNewSessionGoesOnWatching() throws Exception {
        Lab.Node b = lab.open();
        b.heard().await(RecordingListener.Told.MembersAre.class);
        Heard heard = watch(b.store().bindings());
        heard.next();
        lab.end(b.store().session().orElseThrow());
        write(a, A, put(IP, 1));
        assertEquals(1, heard.until(now -> now.size() == 1).size());
        write(a, A, replace(IP, 2));
        heard.until(now -> now.get(IP).orElseThrow().mac().equals(mac(2)));
    }

    @Test
    void moreThanTwentyThousandAreRefused() throws Exception {
        List<BindingWish> many = IntStream.range(0, Bindings.MOST)
                .mapToObj(i -> put(address(i), 1))
                .toList();
        assertEquals(Bindings.MOST, a.write(A, many).get(60, TimeUnit.SECONDS).count(Kind.ADDED));
        BindingsWritten full = write(a, A, put(address(Bindings.MOST), 1));
        assertEquals(BindingRefusal.Reason.FULL, full.refusals().get(0).reason());
        watch(a).next();
        assertEquals(full, write(a, A, put(address(Bindings.MOST), 1)));
        assertTrue(write(a, A, replace(address(7), 2)).isDone());
        assertTrue(write(a, A, new BindingWish.Remove(address(7)), put(address(Bindings.MOST), 1))
                .isDone());
        List<BindingWish> tooMany = IntStream.rangeClosed(0, Bindings.MOST)
                .mapToObj(i -> put(address(i), 1))
                .toList();
        ExecutionException refused =
                assertThrows(ExecutionException.class, () -> a.write(A, tooMany).get(60, TimeUnit.SECONDS));
        assertInstanceOf(StoreException.class, refused.getCause());
    }

    @Test
    void aRecordThatCannotBeReadIsToldAndTheRestStays() throws Exception {
        write(a, A, put(IP, 1));
        Heard heard = watch(a);
        heard.next();
        ZooKeeper stranger = lab.stranger();
        String path = PATHS.bindings(BindingShard.of(IP));
        stranger.setData(path, "nonsense".getBytes(StandardCharsets.UTF_8), -1);
        assertTrue(heard.failure().contains(path + " in ZooKeeper cannot be read (not JSON)"));
        ExecutionException refused =
                assertThrows(ExecutionException.class, () -> a.read().get(10, TimeUnit.SECONDS));
        assertTrue(refused.getCause().getMessage().contains(path));
        assertThrows(
                ExecutionException.class, () -> a.write(A, List.of(put(IP, 1))).get(10, TimeUnit.SECONDS));
        stranger.delete(path, -1);
        assertEquals(List.of(Kind.REMOVED), heard.next().kinds());
    }

    @Test
    void aClusterThatIsNotThereTakesNone() throws Exception {
        try (ClusterDirectory outside = ClusterDirectory.open(lab.settings(Optional.empty()));
                BindingStore store = outside.bindings(new ClusterName("nowhere"))) {
            assertEquals(0, store.read().get(10, TimeUnit.SECONDS).size());
            ExecutionException refused = assertThrows(
                    ExecutionException.class,
                    () -> store.write(A, List.of(put(IP, 1))).get(10, TimeUnit.SECONDS));
            assertInstanceOf(StoreException.class, refused.getCause());
        }
    }

    static BoundAddress address(int number) {
        return new BoundAddress(((10 << 24) | (1 << 20)) + number);
    }

    static BoundMac mac(int number) {
        return new BoundMac(0x0200_0000_0000L + number);
    }

    static BindingWish put(BoundAddress address, int mac) {
        return new BindingWish.Put(address, mac(mac), Optional.empty(), Mode.ADD);
    }

    private static BindingWish replace(BoundAddress address, int mac) {
        return new BindingWish.Put(address, mac(mac), Optional.empty(), Mode.REPLACE);
    }

    private static BindingsWritten write(BindingStore store, BindingAuthor author, BindingWish... wishes)
            throws Exception {
        return store.write(author, List.of(wishes)).get(20, TimeUnit.SECONDS);
    }

    private static Heard watch(BindingStore store) {
        Heard heard = new Heard();
        store.watch(heard);
        return heard;
    }

    /** One call of the listener. */
    private record Told(Bindings now, List<BindingChange> changes) {
        List<Kind> kinds() {
            return changes.stream().map(BindingChange::kind).toList();
        }
    }

    /** Keeps what a watch tells, in order. */
    private static final class Heard implements BindingListener {
        private final LinkedBlockingQueue<Told> told = new LinkedBlockingQueue<>();
        private final LinkedBlockingQueue<String> failures = new LinkedBlockingQueue<>();

        @Override
        public void bindings(Bindings now, List<BindingChange> changes) {
            told.add(new Told(now, changes));
        }

        @Override
        public void failed(String what) {
            failures.add(what);
        }

        Told next() throws InterruptedException {
            return Optional.ofNullable(told.poll(10, TimeUnit.SECONDS)).orElseThrow();
        }

        String failure() throws InterruptedException {
            return Optional.ofNullable(failures.poll(10, TimeUnit.SECONDS)).orElseThrow();
        }

        Bindings until(Predicate<Bindings> wanted) throws InterruptedException {
            Bindings now = next().now();
            while (!wanted.test(now)) {
                now = next().now();
            }
            return now;
        }
    }
}
