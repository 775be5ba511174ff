package io.arpfailover.agent.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.Samples;
import io.arpfailover.agent.health.Reachability;
import io.arpfailover.agent.takeover.TakeoverFigures;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ScrapeTest {
    private static final Path DOCUMENTED = Path.of("..", "examples", "monitoring", "metrics.txt");
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final Journal journal = new Journal(2, 2);
    private final Deque<CompletableFuture<Snapshot>> answers = new ArrayDeque<>();
    private final Scrape scrape =
            new Scrape("web", "a", "1.0", journal, () -> 5, answers::remove, AT_ONCE, () -> new MonotonicTime(0));

    @Test
    void everyMetricIsDocumentedAndServed() throws InterruptedException, IOException {
        answer(Samples.pair("PAIRED"));
        TreeSet<String> documented = new TreeSet<>(Files.readAllLines(DOCUMENTED));
        documented.removeIf(line -> line.startsWith("#"));
        assertEquals(documented, text().shapes());
    }

    @Test
    void aHolderOfAPair() throws InterruptedException {
        answer(Samples.pair("PAIRED"));
        ScrapeText text = text();
        assertEquals(1, text.value("arp_failover_loop_responding", "cluster=\"web\"", "node=\"a\""));
        assertEquals(1, text.value("arp_failover_holder"));
        assertEquals(1, text.value("arp_failover_state", "state=\"holder\""));
        assertEquals(0, text.value("arp_failover_state", "state=\"handing_over\""));
        assertEquals(7, text.value("arp_failover_epoch"));
        assertEquals(2.4, text.value("arp_failover_lease_left_seconds"));
        assertEquals(0.4, text.value("arp_failover_promise_left_seconds"));
        assertEquals(0.012, text.value("arp_failover_peer_heard_age_seconds", "path=\"10.77.0.1:5227\""));
        assertEquals(
                Double.POSITIVE_INFINITY, text.value("arp_failover_peer_heard_age_seconds", "path=\"10.79.0.1:5227\""));
        assertEquals(1, text.value("arp_failover_check_passing", "check=\"gateway\"", "level=\"required\""));
        assertEquals(0, text.value("arp_failover_check_passing", "check=\"web\"", "level=\"advisory\""));
        assertEquals(1, text.value("arp_failover_gateway_reachable"));
        assertEquals(0, text.value("arp_failover_moves_allowed"));
        assertEquals(12, text.value("arp_failover_stranger_last_seen_age_seconds"));
        assertEquals(1, text.value("arp_failover_paused"));
        assertEquals(0, text.value("arp_failover_maintenance"));
        assertEquals(5, text.value("arp_failover_log_lines_dropped_total"));
        assertEquals(2, text.value("arp_failover_defences_total"));
    }

    @Test
    void aServerThatHoldsNothing() throws InterruptedException {
        answer(Samples.lostHolder("b"));
        ScrapeText text = text();
        assertEquals(0, text.value("arp_failover_holder"));
        assertEquals(0, text.value("arp_failover_lease_left_seconds"));
        assertEquals(Double.NaN, text.value("arp_failover_gateway_repointed"));
        assertFalse(text.has("arp_failover_check_passing"));
    }

    @Test
    void aMoveIsCountedOnceWithEachOfItsPhases() throws InterruptedException {
        journal.moved(move("no heartbeat from b"));
        journal.called("tenure", Duration.ofMillis(3));
        answer(Samples.pair("PAIRED"));
        text();
        answer(Samples.pair("PAIRED"));
        ScrapeText text = text();
        assertEquals(1, text.value("arp_failover_moves_total", "cause=\"no_heartbeat\""));
        assertEquals(0, text.value("arp_failover_moves_total", "cause=\"handed_over\""));
        assertEquals(1, text.value("arp_failover_takeover_phase_seconds_count", "phase=\"claimed\""));
        assertEquals(0.0021, text.value("arp_failover_takeover_phase_seconds_sum", "phase=\"claimed\""));
        assertEquals(0, text.value("arp_failover_takeover_phase_seconds_bucket", "\"claimed\"", "le=\"0.002\""));
        assertEquals(1, text.value("arp_failover_takeover_phase_seconds_bucket", "\"claimed\"", "le=\"0.003\""));
        assertEquals(0, text.value("arp_failover_takeover_phase_seconds_count", "phase=\"repointed\""));
        assertEquals(1, text.value("arp_failover_zookeeper_call_seconds_count", "call=\"tenure\""));
        assertEquals(0, text.value("arp_failover_zookeeper_call_seconds_count", "call=\"notes\""));
    }

    @Test
    void whatFindsNoRoomIsCountedAsLost() throws InterruptedException {
        for (int move = 0; move < 5; move++) {
            journal.moved(move("switchover asked"));
        }
        answer(Samples.pair("PAIRED"));
        ScrapeText text = text();
        assertEquals(2, text.value("arp_failover_moves_total", "cause=\"handed_over\""));
        assertEquals(3, text.value("arp_failover_journal_lost_total"));
    }

    /** Two scrapes find the loop silent, and the second asks no second time: there is only one answer to remove. */
    @Test
    void aLoopThatDoesNotAnswerIsAskedOnce() throws InterruptedException {
        CompletableFuture<Snapshot> late = new CompletableFuture<>();
        answers.add(late);
        for (int times = 0; times < 2; times++) {
            ScrapeText silent = text();
            assertEquals(0, silent.value("arp_failover_loop_responding"));
            assertFalse(silent.has("arp_failover_holder"), "an old value would look like a present one");
        }
        late.complete(snapshot(Samples.pair("PAIRED")));
        answer(Samples.pair("PAIRED"));
        assertEquals(1, text().value("arp_failover_loop_responding"));
        assertTrue(answers.isEmpty(), "the late answer was taken for a present one");
    }

    @Test
    void whyAMoveHappened() {
        assertEquals(MoveCause.SESSION_ENDED, MoveCause.of(move("the session of b has ended")));
        assertEquals(MoveCause.NO_HEARTBEAT, MoveCause.of(move("no heartbeat from b")));
        assertEquals(MoveCause.HANDED_OVER, MoveCause.of(move("b is preferred")));
        Move first = new Move(1, new NodeName("a"), Optional.empty(), "nobody holds the addresses", 0, Map.of());
        assertEquals(MoveCause.FIRST, MoveCause.of(first));
    }

    private static Move move(String why) {
        Map<String, Long> phases = new LinkedHashMap<>();
        phases.put("suspected", 0L);
        phases.put("claimed", 2100L);
        return new Move(8, new NodeName("a"), Optional.of(new NodeName("b")), why, 0, phases);
    }

    private void answer(AgentStatus status) {
        answers.add(CompletableFuture.completedFuture(snapshot(status)));
    }

    private static Snapshot snapshot(AgentStatus status) {
        return new Snapshot(status, new TakeoverFigures(3, false, Optional.of(Reachability.REACHABLE), 1, 2, 0));
    }

    private ScrapeText text() throws InterruptedException {
        return ScrapeText.parse(scrape.text());
    }
}
