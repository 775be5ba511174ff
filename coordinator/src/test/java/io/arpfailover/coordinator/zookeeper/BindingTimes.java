package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.binding.BindingAuthor;
import io.arpfailover.coordinator.binding.BindingChange;
import io.arpfailover.coordinator.binding.BindingWish;
import io.arpfailover.coordinator.binding.BindingWish.Mode;
import io.arpfailover.coordinator.binding.Bindings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Measures bindings: a program, not a test. One real server on loopback, 10,000 bindings, four clients.
 *
 * <p>Prints how long an import takes, how long a client takes to load all, and how long it takes from a put until the
 * last of three other clients has seen it.
 */
final class BindingTimes {
    private static final int BINDINGS = 10_000;
    private static final int PUTS = 1_000;
    private static final int WATCHERS = 3;
    private static final BindingAuthor AUTHOR = new BindingAuthor("a", 1);

    private BindingTimes() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("binding-times");
        Lab lab = new Lab(directory);
        try {
            measure(lab);
        } finally {
            lab.close();
        }
    }

    private static void measure(Lab lab) throws Exception {
        BindingStore writer = lab.open().registered(Lab.member("a")).store().bindings();
        List<BindingWish> all = IntStream.range(0, BINDINGS)
                .mapToObj(i -> BindingStoreTest.put(BindingStoreTest.address(i), i + 1))
                .toList();
        print(
                "import of " + BINDINGS + ", first",
                timed(() -> writer.write(AUTHOR, all).get(60, TimeUnit.SECONDS)));
        print(
                "the same again, nothing new",
                timed(() -> writer.write(AUTHOR, all).get(60, TimeUnit.SECONDS)));
        List<Seen> watchers = new ArrayList<>();
        for (int i = 0; i < WATCHERS; i++) {
            Seen seen = new Seen();
            BindingStore store = lab.open().store().bindings();
            watchers.add(seen);
            print("all loaded, client " + (i + 1) + ", from opening its connection", timed(() -> {
                store.watch(seen);
                seen.await();
            }));
        }
        long[] nanos = new long[PUTS];
        for (int i = 0; i < PUTS; i++) {
            BindingWish put = new BindingWish.Put(
                    BindingStoreTest.address(i * 7 % BINDINGS),
                    BindingStoreTest.mac(100_000 + i),
                    Optional.empty(),
                    Mode.REPLACE);
            nanos[i] = timed(() -> {
                        var unused = writer.write(AUTHOR, List.of(put));
                        for (Seen seen : watchers) {
                            seen.await();
                        }
                    })
                    .toNanos();
        }
        Arrays.sort(nanos);
        print("put until the last of " + WATCHERS + " has seen it, median", Duration.ofNanos(nanos[PUTS / 2]));
        print("  99 of 100", Duration.ofNanos(nanos[PUTS * 99 / 100]));
        print("  longest of " + PUTS, Duration.ofNanos(nanos[PUTS - 1]));
        List<BindingWish> others = IntStream.range(0, BINDINGS)
                .<BindingWish>mapToObj(i -> new BindingWish.Put(
                        BindingStoreTest.address(i), BindingStoreTest.mac(200_000 + i), Optional.empty(), Mode.REPLACE))
                .toList();
        watchers.forEach(Seen::forget);
        print("import that changes all " + BINDINGS + ", until all " + WATCHERS + " have seen all", timed(() -> {
            var unused = writer.write(AUTHOR, others);
            for (Seen seen : watchers) {
                seen.awaitChanges(BINDINGS);
            }
        }));
    }

    private interface Step {
        void run() throws Exception;
    }

    private static Duration timed(Step step) throws Exception {
        long start = System.nanoTime();
        step.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void print(String what, Duration took) {
        System.out.printf("%-75s %8.2f ms%n", what, took.toNanos() / 1e6);
    }

    /** A client that watches. */
    private static final class Seen implements BindingListener {
        private final Semaphore calls = new Semaphore(0);
        private final Semaphore changed = new Semaphore(0);

        @Override
        public void bindings(Bindings now, List<BindingChange> changes) {
            changed.release(changes.size());
            calls.release();
        }

        @Override
        public void failed(String what) {
            System.err.println(what);
        }

        void await() throws InterruptedException {
            if (!calls.tryAcquire(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not seen");
            }
        }

        void forget() {
            changed.drainPermits();
        }

        void awaitChanges(int number) throws InterruptedException {
            if (!changed.tryAcquire(number, 30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not all seen");
            }
        }
    }
}
