package io.arpfailover.coordinator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.arpfailover.coordinator.server.EmbeddedZooKeeper;
import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What administrators tell a cluster from elsewhere, with a real server and two members that are stores. */
@Timeout(60)
class ClusterWishTest {
    private static final ClusterName WEB = new ClusterName("web");
    private static final NodeName A = new NodeName("a");
    private static final NodeName B = new NodeName("b");

    @TempDir
    private Path directory;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private EmbeddedZooKeeper server;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedZooKeeper.start(
                directory.resolve("data"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        opened.push(server);
    }

    @AfterEach
    void stop() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    void aClusterThatIsNotThere() throws Exception {
        assertEquals(
                new Ended(
                        2,
                        "",
                        "coordinator switchover: there is no cluster web, nor any other (see coordinator switchover --help)\n"),
                run("switchover web"));
        join(A, "");
        assertEquals(
                new Ended(
                        2,
                        "",
                        "coordinator pause: there is no cluster wbe; there are: web (see coordinator pause --help)\n"),
                run("pause wbe"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "switchover web --to c| c is not connected (connected: a, b); start its agent, or correct the name",
                "switchover web --to c --force| c is not connected (connected: a, b); start its agent, or correct the name",
                "switchover web| b is not fit: no carrier; put that right there, or use --force",
                "maintenance web on c| c is not connected (connected: a, b); start its agent, or correct the name"
            })
    void whatCannotBeIsRefusedAtOnce(String command, String why) throws Exception {
        hold(join(A, ""));
        join(B, "no carrier");
        assertEquals(new Ended(1, "", "refused: " + why + "\n"), run(command));
    }

    @Test
    void theHolderHoldsThemAlready() throws Exception {
        hold(join(A, ""));
        assertEquals(new Ended(0, "done: a holds the addresses already\n", ""), run("switchover web --to a"));
    }

    @Test
    void aSwitchoverEndsAsTheMembersEndIt() throws Exception {
        Server a = join(A, "");
        hold(a);
        join(B, "no carrier");
        a.onIntent(intent -> intent.openSwitchover().ifPresent(open -> end(a.store(), open)));
        assertEquals(new Ended(0, "done: b holds, forced=true\n", ""), run("switchover web --force"));
    }

    @Test
    void pauseAndMaintenanceAreWrittenAndShown() throws Exception {
        Server a = join(A, "");
        hold(a);
        join(B, "");
        assertEquals(0, run("pause web").code());
        assertEquals(0, run("maintenance web ON b").code());
        Intent written = a.store().writeIntent(intent -> intent).get(10, TimeUnit.SECONDS);
        assertEquals(List.of(B), List.copyOf(written.maintenance()));
        assertTrue(written.pausedBy().orElseThrow().endsWith("(coordinator)"), written::toString);

        String table = run("status").out();
        assertTrue(table.contains("  paused by " + written.pausedBy().get() + ": nothing moves by itself\n"), table);
        assertTrue(table.contains("  in maintenance: b\n"), table);
        JsonNode json = new ObjectMapper().readTree(run("status --json").out()).at("/clusters/0");
        assertEquals(written.pausedBy().get(), json.get("pausedBy").textValue());
        assertEquals("[\"b\"]", json.get("maintenance").toString());
        assertEquals(500, json.at("/members/0/promiseMillis").intValue());

        assertEquals(new Ended(0, "done: b is not in maintenance\n", ""), run("maintenance web off b"));
        assertEquals(new Ended(0, "done: not paused: the addresses move when they have to\n", ""), run("resume web"));
        assertEquals(Intent.NONE, a.store().writeIntent(intent -> intent).get(10, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "switchover| Missing required parameter: 'CLUSTER'",
                "switchover WEB| not a cluster name",
                "switchover web --to B!| not a node name",
                "maintenance web perhaps b| was 'perhaps'",
                "maintenance web on| Missing required parameter: 'NODE'",
                "pause web now| Unmatched argument"
            })
    void aMistakeIsOneLineAndCodeTwo(String command, String why) {
        Ended ended = run(command);
        assertEquals(2, ended.code());
        assertEquals(1, ended.err().lines().count(), ended::err);
        assertTrue(ended.err().contains(why), ended::err);
    }

    private static void end(ClusterStore store, Switchover open) {
        var unused =
                store.writeIntent(intent -> intent.closed(open.ended(Outcome.DONE, "b holds, forced=" + open.force())));
    }

    private Ended run(String command) {
        return Ended.of(command + " --connect " + connect());
    }

    private String connect() {
        return "127.0.0.1:" + server.port();
    }

    /** A registered member. */
    private record Server(ClusterStore store, Heard heard) {
        void onIntent(Consumer<Intent> act) {
            heard.act = act;
        }
    }

    private Server join(NodeName node, String unfitBecause) throws Exception {
        Heard heard = new Heard();
        ClusterStore store = ClusterStore.open(
                new ZooKeeperSettings(connect(), Duration.ofSeconds(4), Optional.empty()), WEB, heard);
        opened.push(store);
        store.register(new Member(
                node,
                "1",
                "host-" + node,
                "0.1",
                "lan0",
                List.of(),
                List.of("10.77.0.100/24"),
                List.of(),
                PromiseTiming.DEFAULT.promise(),
                PromiseTiming.DEFAULT.restart(),
                unfitBecause.isEmpty(),
                unfitBecause,
                Optional.empty()));
        assertTrue(heard.registered.await(20, TimeUnit.SECONDS));
        return new Server(store, heard);
    }

    private static void hold(Server a) throws Exception {
        a.store()
                .compareAndSet(
                        1, 0, new Tenure(Optional.of(A), 1, Mode.SOLO, Optional.empty(), 1, "test"), Optional.empty());
        assertTrue(a.heard().answer.get(20, TimeUnit.SECONDS) instanceof Answer.Applied);
    }

    /** What a member's store tells, as far as it matters here. */
    private static final class Heard implements StoreListener {
        private final CountDownLatch registered = new CountDownLatch(1);
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private volatile Consumer<Intent> act = intent -> {};

        @Override
        public void connected(long sessionId, Duration negotiatedSession) {}

        @Override
        public void suspended() {}

        @Override
        public void sessionLost() {}

        @Override
        public void tenure(VersionedTenure current) {}

        @Override
        public void members(List<Member> present) {}

        @Override
        public void intent(Intent current) {
            act.accept(current);
        }

        @Override
        public void answered(long callId, Answer given) {
            answer.complete(given);
        }

        @Override
        public void registered() {
            registered.countDown();
        }

        @Override
        public void registrationRefused(String why) {}

        @Override
        public void failed(String what) {}
    }
}
