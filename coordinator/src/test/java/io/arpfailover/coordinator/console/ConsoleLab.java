package io.arpfailover.coordinator.console;

import io.arpfailover.coordinator.server.EmbeddedZooKeeper;
import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.zookeeper.ClusterStore;
import io.arpfailover.coordinator.zookeeper.StoreListener;
import io.arpfailover.coordinator.zookeeper.ZooKeeperSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A real ZooKeeper, a console, and members that are stores: they write what agents would write, and hold no address. */
final class ConsoleLab implements AutoCloseable {
    private static final List<String> PHASES = List.of("suspected", "claimed", "installed", "announced", "repointed");

    private final Path directory;
    private final Deque<Runnable> opened = new ArrayDeque<>();
    private EmbeddedZooKeeper server;
    private final Console console;

    ConsoleLab(Path directory, Map<ConsoleSettings.Setting, String> given) throws Exception {
        this.directory = directory;
        this.server = serve(0);
        Map<ConsoleSettings.Setting, String> settings = new EnumMap<>(ConsoleSettings.Setting.class);
        settings.put(ConsoleSettings.Setting.LISTEN, "127.0.0.1:0");
        settings.putAll(given);
        this.console = Console.bind(ConsoleSettings.of(settings)).orElseThrow();
        opened.push(console::close);
        console.start(new ZooKeeperSettings(connect(), Duration.ofSeconds(4), Optional.empty()));
    }

    String url() {
        return console.url();
    }

    String connect() {
        return "127.0.0.1:" + server.port();
    }

    void stopConsole() {
        console.close();
    }

    void stopServer() {
        server.close();
    }

    /** On the same port and data. */
    void startServer() throws Exception {
        server = serve(server.port());
    }

    /** A server of a cluster, registered. */
    Server join(String cluster, String node, String address, String unfitBecause) throws Exception {
        Server joined = new Server(this, cluster, node, address);
        opened.push(joined.store::close);
        joined.register(unfitBecause);
        return joined;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
        server.close();
    }

    private EmbeddedZooKeeper serve(int port) throws Exception {
        return EmbeddedZooKeeper.start(
                directory.resolve("data"), new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** One member. */
    static final class Server implements StoreListener {
        private final ClusterStore store;
        private final NodeName node;
        private final String address;
        private final CompletableFuture<Void> registered = new CompletableFuture<>();
        private final AtomicReference<CompletableFuture<Answer>> answer = new AtomicReference<>();
        private final CompletableFuture<Void> seen = new CompletableFuture<>();
        private volatile VersionedTenure tenure = new VersionedTenure(Tenure.NONE, 0);
        private volatile Consumer<Intent> act = intent -> {};

        Server(ConsoleLab lab, String cluster, String node, String address) throws Exception {
            this.node = new NodeName(node);
            this.address = address;
            this.store = ClusterStore.open(
                    new ZooKeeperSettings(lab.connect(), Duration.ofSeconds(4), Optional.empty()),
                    new ClusterName(cluster),
                    this);
        }

        private Member member(String unfitBecause) {
            int last = node.text().hashCode() & 0xf;
            return new Member(
                    node,
                    "1",
                    "host-" + node,
                    "0.1.0",
                    "lan0",
                    List.of("02:00:5e:00:53:0" + Integer.toHexString(last)),
                    List.of(address),
                    List.of("10.77.0." + last + ":5227", "10.79.0." + last + ":5227"),
                    PromiseTiming.DEFAULT.promise(),
                    PromiseTiming.DEFAULT.restart(),
                    unfitBecause.isEmpty(),
                    unfitBecause,
                    Optional.empty());
        }

        void register(String unfitBecause) throws Exception {
            store.register(member(unfitBecause));
            registered.get(20, TimeUnit.SECONDS);
        }

        void update(String unfitBecause) {
            store.updateSelf(member(unfitBecause));
        }

        /** Becomes the holder of the next epoch, or writes the tenure it holds anew. */
        void hold(Mode mode, String heir, String why, long at) throws Exception {
            seen.get(20, TimeUnit.SECONDS);
            for (int attempt = 0; attempt < 50; attempt++) {
                VersionedTenure known = tenure;
                long epoch = known.tenure().epoch() + (known.tenure().isHeldBy(node) ? 0 : 1);
                Tenure next = new Tenure(Optional.of(node), epoch, mode, Optional.of(new NodeName(heir)), at, why);
                CompletableFuture<Answer> expected = new CompletableFuture<>();
                answer.set(expected);
                store.compareAndSet(attempt, known.version(), next, Optional.empty());
                if (expected.get(20, TimeUnit.SECONDS) instanceof Answer.Applied) {
                    return;
                }
                store.reread();
            }
            throw new IllegalStateException("the tenure was not written");
        }

        /** Writes a move of the history, with its phases in microseconds. */
        void moved(long epoch, String from, String why, long at, long... micros) throws Exception {
            Map<String, Long> phases = new LinkedHashMap<>();
            for (int phase = 0; phase < micros.length; phase++) {
                phases.put(PHASES.get(phase), micros[phase]);
            }
            store.appendHistory(new Move(epoch, node, Optional.of(new NodeName(from)), why, at, phases))
                    .get(20, TimeUnit.SECONDS);
        }

        long epoch() {
            return tenure.tenure().epoch();
        }

        Intent change(UnaryOperator<Intent> change) throws Exception {
            return store.writeIntent(change).get(20, TimeUnit.SECONDS);
        }

        /** As {@link #change}, from a thread that may not wait. */
        void later(UnaryOperator<Intent> change) {
            var unused = store.writeIntent(change);
        }

        void onIntent(Consumer<Intent> consumer) {
            act = consumer;
        }

        /** Its session ends, as after a loss of power. */
        void lose() {
            store.close();
        }

        @Override
        public void connected(long sessionId, Duration negotiatedSession) {}

        @Override
        public void suspended() {}

        @Override
        public void sessionLost() {}

        @Override
        public void tenure(VersionedTenure current) {
            tenure = current;
            seen.complete(null);
        }

        @Override
        public void members(List<Member> present) {}

        @Override
        public void intent(Intent current) {
            act.accept(current);
        }

        @Override
        public void answered(long callId, Answer given) {
            answer.get().complete(given);
        }

        @Override
        public void registered() {
            registered.complete(null);
        }

        @Override
        public void registrationRefused(String why) {
            registered.completeExceptionally(new IllegalStateException(why));
        }

        @Override
        public void failed(String what) {}
    }
}
