package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.kernel.KernelEvent;
import io.arpfailover.agent.kernel.KernelLease;
import io.arpfailover.agent.kernel.KernelWatch;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.ClusterName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Agents that end and start again, and other programs that take away what is ours while we hold. */
class RestartEndToEndIT {
    private static final Ipv4Address VIP = Ipv4Address.parse("10.9.0.100");
    private static final String CLUSTER = "web";

    private static Site site;
    private final List<RunningAgent> agents = new ArrayList<>();

    @BeforeAll
    static void build() {
        site = Site.create();
        site.startZooKeeper();
    }

    @AfterAll
    static void remove() {
        site.close();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        agents.forEach(agent -> agent.program().stop());
        assertNothingLeft("a");
        assertNothingLeft("b");
    }

    /** A lease of 9.5 s, renewed every 3.2 s: at least 6 s for the new run to start and take it up. */
    @Test
    void anAgentKilledAndStartedAgainTakesUpWhatItLeft() {
        AgentYaml yaml = AgentYaml.of(CLUSTER).session("10s");
        RunningAgent first = start("a", yaml);
        AgentStatus before = first.awaitRepointed();
        List<KernelEvent> kernel = new CopyOnWriteArrayList<>();
        KernelWatch watch = site.lab().call("a", () -> KernelWatch.open(kernel::add));
        try (watch;
                LanTap tap = LanTap.behind(site, "a");
                KernelLease lease = lease()) {
            first.program().kill();
            RunningAgent second = start("a", yaml);
            AgentStatus after = second.awaitStatus("it holds again", status -> {
                assertTrue(lease.remaining().isPresent(), "the lease has ended");
                return status.state().equals("holder");
            });
            assertEquals(before.epoch(), after.epoch());
            assertEquals(List.of(), removals(kernel), "the address never leaves");
            second.awaitRepointed();
            assertTrue(
                    tap.about(VIP).stream().noneMatch(seen -> seen.packet().isProbe()),
                    () -> "a probe was sent: " + tap.about(VIP));
        }
    }

    @Test
    void aHolderThatIsStoppedHandsOverFirst() {
        RunningAgent a = start("a", AgentYaml.of(CLUSTER));
        long epoch = a.awaitRepointed().epoch();
        RunningAgent b = start("b", AgentYaml.of(CLUSTER));
        a.awaitFitPeer();
        a.program().stop();
        assertNothingLeft("a");
        AgentStatus taken = b.awaitHolder();
        assertEquals(epoch + 1, taken.epoch());
        assertTrue(b.logHas("switchover asked"), () -> "b waited for the session instead: " + b.log());
    }

    @Test
    void aHolderThatIsStoppedWithoutAnHeirLeavesNothing() {
        RunningAgent a = start("a", AgentYaml.of(CLUSTER));
        a.awaitHolder();
        a.program().stop();
        assertNothingLeft("a");
    }

    @Test
    void aFlushedRulesetComesBackAtOnceAndIsToldOnce() {
        RunningAgent a = start("a", AgentYaml.of(CLUSTER));
        a.awaitRepointed();
        long stages = a.log().stream().filter(line -> line.contains("stage=")).count();
        site.lab().exec("a", "nft", "flush", "ruleset");
        Program.await("the table", () -> site.hasTable("a"));
        try (KernelLease lease = lease()) {
            assertTrue(lease.isLive(), "a lease in it");
        }
        assertEquals("holder", a.status().orElseThrow().state());
        assertEquals(
                1,
                a.log().stream().filter(line -> line.contains("rules=gone")).count(),
                () -> a.log().toString());
        assertEquals(
                stages,
                a.log().stream().filter(line -> line.contains("stage=")).count(),
                () -> a.log().toString());
    }

    @Test
    void anAddressTakenOffIsPutBackAtOnce() {
        RunningAgent a = start("a", AgentYaml.of(CLUSTER));
        a.awaitRepointed();
        List<Change> changes = new CopyOnWriteArrayList<>();
        KernelWatch watch = site.lab()
                .call("a", () -> KernelWatch.open(event -> changes.add(new Change(event, System.nanoTime()))));
        try (watch) {
            site.lab().ip("a", "addr del " + VIP + "/24 dev lan0");
            Program.await("the address is back", () -> changes.stream().anyMatch(RestartEndToEndIT::isAddition));
        }
        Duration away = Duration.ofNanos(time(changes, false) - time(changes, true));
        // 50 ms are promised; a loaded machine may keep the agent waiting longer for a core.
        assertTrue(away.compareTo(Duration.ofMillis(250)) < 0, "away for " + away);
        assertTrue(
                a.logHas(VIP + " taken off the interface by another program"),
                () -> a.log().toString());
        assertEquals("holder", a.status().orElseThrow().state());
    }

    private RunningAgent start(String server, AgentYaml yaml) {
        RunningAgent agent = site.startAgent(server, yaml);
        agents.add(agent);
        return agent;
    }

    private record Change(KernelEvent event, long nanos) {}

    private static boolean isAddition(Change change) {
        return change.event() instanceof KernelEvent.AddressAdded added
                && added.prefix().address().equals(VIP);
    }

    private static long time(List<Change> changes, boolean removal) {
        return changes.stream()
                .filter(change -> removal ? isRemoval(change.event()) : isAddition(change))
                .findFirst()
                .orElseThrow()
                .nanos();
    }

    private static List<KernelEvent> removals(List<KernelEvent> events) {
        return events.stream().filter(RestartEndToEndIT::isRemoval).toList();
    }

    private static boolean isRemoval(KernelEvent event) {
        return event instanceof KernelEvent.AddressRemoved removed
                && removed.prefix().address().equals(VIP);
    }

    private static KernelLease lease() {
        return site.lab().call("a", () -> KernelLease.open(new ClusterName(CLUSTER), Site.LAN, List.of(VIP)));
    }

    private static void assertNothingLeft(String server) {
        assertFalse(site.hasTable(server), "a table is left on " + server);
        assertFalse(site.hasAddress(server, VIP.toString()), "the address is left on " + server);
    }
}
