package io.arpfailover.coordinator.zookeeper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.election.Candidate;
import io.arpfailover.coordinator.election.GroupName;
import io.arpfailover.coordinator.election.TurnTiming;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Turns through a real server. */
class ProxyElectionTest {
    private static final GroupName GROUP = new GroupName("lab");
    private static final TurnTiming TIMING = new TurnTiming(Duration.ofMillis(900));
    private static final Clock CLOCK = Clock.system();

    @TempDir
    private Path directory;

    private final Deque<ProxyElection> opened = new ArrayDeque<>();
    private Lab lab;

    @BeforeEach
    void start() throws Exception {
        lab = new Lab(directory);
    }

    @AfterEach
    void stop() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        lab.close();
    }

    @Test
    void oneOfTwoHasTheTurnAndTheOtherFollowsAtOnceWhenItLeaves() throws Exception {
        Heard first = new Heard();
        Heard second = new Heard();
        ProxyElection one = election("one", first);
        first.awaitBegin();
        election("two", second);
        assertTrue(first.awaitRenewal(), "renewed");
        assertEquals(Optional.empty(), second.begun());
        one.close();
        assertEquals("over: leaving", first.await("over"));
        second.awaitBegin();
    }

    @Test
    void aTurnEndsWithoutTheServerAndGoesOnWithIt() throws Exception {
        Heard heard = new Heard();
        election("one", heard);
        heard.awaitBegin();
        lab.stopServer();
        assertEquals("over: not renewed in time", heard.await("over"));
        lab.startServer();
        heard.awaitBegin();
    }

    @Test
    void theTenureOfAClusterDecides() throws Exception {
        ZooKeeper stranger = lab.stranger();
        for (String path : new ClusterPaths(Lab.WEB).parents()) {
            stranger.create(path, new byte[0], Credentials.OPEN, CreateMode.PERSISTENT);
        }
        stranger.create(
                Lab.PATHS.tenure(), Records.encode(Lab.held(Lab.B, 1)), Credentials.OPEN, CreateMode.PERSISTENT);
        Heard heard = new Heard();
        opened.push(ProxyElection.ofCluster(lab.settings(Optional.empty()), Lab.WEB, Lab.A, TIMING, CLOCK, heard));
        stranger.setData(Lab.PATHS.tenure(), Records.encode(Lab.held(Lab.A, 2)), -1);
        heard.awaitBegin();
        stranger.setData(Lab.PATHS.tenure(), Records.encode(Lab.held(Lab.B, 3)), -1);
        assertEquals("over: the tenure names another, or did", heard.await("over"));
    }

    @Test
    void aRecordThatCannotBeReadIsReported() throws Exception {
        Heard heard = new Heard();
        election("one", heard);
        heard.awaitBegin();
        lab.stranger().setData("/arp-failover/proxies/lab", "nonsense".getBytes(StandardCharsets.UTF_8), -1);
        String failed = heard.await("failed");
        assertTrue(failed.contains("/arp-failover/proxies/lab") && failed.contains("delete the record"), failed);
    }

    private ProxyElection election(String name, Heard heard) throws StoreException {
        return ProxyElection.among(lab.settings(Optional.empty()), GROUP, new Candidate(name), TIMING, CLOCK, heard);
    }

    /** Keeps what is told, in words. */
    private static final class Heard implements TurnListener {
        private static final long PATIENCE_SECONDS = 15;
        private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

        @Override
        public void oursUntil(MonotonicTime until, boolean began) {
            told.add(began ? "began" : "renewed");
        }

        @Override
        public void over(String cause) {
            told.add("over: " + cause);
        }

        @Override
        public void failed(String what) {
            told.add("failed: " + what);
        }

        void awaitBegin() throws InterruptedException {
            await("began");
        }

        boolean awaitRenewal() throws InterruptedException {
            return await("renewed").equals("renewed");
        }

        Optional<String> begun() {
            return told.stream().filter(word -> word.equals("began")).findFirst();
        }

        String await(String start) throws InterruptedException {
            for (String next = next(start); ; next = next(start)) {
                if (next.startsWith(start)) {
                    return next;
                }
            }
        }

        private String next(String start) throws InterruptedException {
            return Optional.ofNullable(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .orElseThrow(() -> new AssertionError("not told: " + start));
        }
    }
}
