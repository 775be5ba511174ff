package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.control.Trouble;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers whose leases rest on each other's promises: what is lost, late, restarted, or told by administrators. */
class PairedEndToEndIT {
    private static final Ipv4Address VIP = Ipv4Address.parse("10.9.0.100");
    private static final String CLUSTER = "web";
    private static final Duration PROMISE = PromiseTiming.DEFAULT.promise();

    private final Site site = Site.create();
    private AgentYaml yaml;
    private Program zooKeeper;
    private RunningAgent a;
    private RunningAgent b;
    private long epoch;

    @BeforeEach
    void startThePair() {
        zooKeeper = site.startZooKeeper();
        yaml = AgentYaml.of(CLUSTER).paired(site.secret("peer.secret"));
        a = site.startAgent("a", yaml);
        a.awaitRepointed();
        b = site.startAgent("b", yaml);
        epoch = a.awaitPaired().epoch();
        b.awaitPaired();
        a.awaitFitPeer();
    }

    @AfterEach
    void remove() {
        site.close();
    }

    @Test
    void aKilledAgentsServerIsSilentBeforeTheHeirServes() {
        try (LeaseEye eye = eye()) {
            a.program().kill();
            AgentStatus taken = b.awaitRepointed();
            assertEquals(epoch + 1, taken.epoch());
            assertFalse(eye.isLive("a"), "the dead agent's server still serves");
            assertEquals(0, eye.overlaps());
            assertTrue(b.logHas("no heartbeat from a"), () -> b.log().toString());
            System.out.println("killed: from lease to lease " + eye.handover("a", "b"));
        }
    }

    @Test
    void withoutZooKeeperThePairGoesOn() {
        try (LeaseEye eye = eye()) {
            zooKeeper.kill();
            for (RunningAgent agent : List.of(a, b)) {
                AgentStatus status =
                        agent.awaitStatus("it notices", now -> !now.zookeeper().connected());
                assertEquals(
                        new Trouble("no contact with ZooKeeper", "check the ensemble and the network to it"),
                        Trouble.in(status).get(0));
            }
            assertTrue(
                    a.logHas("no contact with ZooKeeper; the addresses stay as long as the other member answers"),
                    () -> a.log().toString());
            Program.elapse(Duration.ofSeconds(8));
            AgentStatus without = a.status().orElseThrow();
            assertEquals("holder", without.state());
            assertEquals("PAIRED", without.mode());
            assertTrue(b.status().orElseThrow().leaseLeftMillis().isEmpty(), "the heir serves");
            site.startZooKeeper();
            for (RunningAgent agent : List.of(a, b)) {
                agent.awaitStatus(
                        "it is back",
                        now -> now.zookeeper().connected() && now.peer().isPresent());
            }
            a.awaitFitPeer();
            assertUnmoved(eye);
        }
    }

    /** It stands still for longer than the sessions last, which it then believes to have ended. */
    @Test
    void aZooKeeperThatAnswersLateMovesNothing() {
        try (LeaseEye eye = eye()) {
            zooKeeper.signal("STOP");
            Program.elapse(Duration.ofSeconds(5));
            zooKeeper.signal("CONT");
            for (RunningAgent agent : List.of(a, b)) {
                agent.awaitStatus(
                        "it is back",
                        now -> now.zookeeper().connected() && now.peer().isPresent());
            }
            a.awaitFitPeer();
            a.awaitPaired();
            assertUnmoved(eye);
        }
    }

    @Test
    void aFifthOfTheDatagramsLostMovesNothing() {
        try (LeaseEye eye = eye()) {
            for (String server : List.of("a", "b")) {
                site.lab()
                        .exec(
                                server,
                                "nft",
                                "table inet loss { chain in { type filter hook input priority 0; "
                                        + "udp dport 5227 numgen random mod 5 == 0 drop; }; }");
            }
            Program.elapse(Duration.ofSeconds(10));
            a.awaitPaired();
            assertUnmoved(eye);
        }
    }

    @Test
    void aHolderWhoseHeirDiesGoesOnWithZooKeeper() {
        try (LeaseEye eye = eye()) {
            b.program().kill();
            a.awaitStatus("on ZooKeeper", status -> status.mode().equals("SOLO"));
            b = site.startAgent("b", yaml);
            a.awaitPaired();
            b.awaitState("standby");
            assertUnmoved(eye);
        }
    }

    @Test
    void aHolderLostWhileZooKeeperIsGoneIsReplacedWhenThatIsBack() {
        try (LeaseEye eye = eye()) {
            zooKeeper.kill();
            b.awaitStatus("it notices", now -> !now.zookeeper().connected());
            a.program().kill();
            Program.await("its lease is over", () -> !eye.isLive("a"));
            Program.elapse(PROMISE.multipliedBy(2));
            assertFalse(eye.isLive("b"), "it serves although it could not write that it does");
            assertTrue(
                    b.logOf("ERROR").stream().anyMatch(line -> line.contains("ZooKeeper")),
                    () -> "nobody serves, and nobody says so: " + b.log());
            zooKeeper = site.startZooKeeper();
            assertEquals(epoch + 1, b.awaitRepointed().epoch());
            assertEquals(0, eye.overlaps());
        }
    }

    /** As an upgrade of both servers at the same time does. */
    @Test
    void bothAgentsRestartedAtOnceServeAgain() {
        try (LeaseEye eye = eye()) {
            Program ofA = a.command("stop", "--restart");
            Program ofB = b.command("stop", "--restart");
            assertEquals(List.of(0, 0), List.of(ofA.exitCode(), ofB.exitCode()));
            assertEquals(
                    List.of(0, 0), List.of(a.program().exitCode(), b.program().exitCode()));
            a = site.startAgent("a", yaml);
            b = site.startAgent("b", yaml);
            Program.await("one serves", () -> eye.isLive("a") || eye.isLive("b"));
            Program.await(
                    "and knows it",
                    () -> List.of(a, b).stream()
                            .flatMap(agent -> agent.status().stream())
                            .anyMatch(status -> status.state().equals("holder")));
            a.awaitPaired();
            b.awaitPaired();
            assertEquals(0, eye.overlaps());
            System.out.println("both restarted: a without lease for " + eye.longestGap("a"));
        }
    }

    @Test
    void aHolderThatIsStoppedForGoodHandsOver() {
        try (LeaseEye eye = eye()) {
            a.program().stop();
            assertEquals(epoch + 1, b.awaitRepointed().epoch());
            assertEquals(0, eye.overlaps());
            System.out.println("stopped: from lease to lease " + eye.handover("a", "b"));
            assertTrue(
                    eye.handover("a", "b").compareTo(PROMISE.dividedBy(2)) < 0,
                    () -> "b waited for the promise instead of a's ack: " + b.log());
            assertFalse(site.hasTable("a"), "a table is left");
            assertFalse(site.hasAddress("a", VIP.toString()), "the address is left");
        }
    }

    /**
     * Its kernel ends the lease meanwhile, so that nothing of what it still wanted to send can leave. Ten promises are
     * also longer than its session.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void aFrozenHolderThatComesBackLateIsSilent(int promises) {
        try (LanTap tap = LanTap.behind(site, "a");
                LeaseEye eye = eye()) {
            a.program().signal("STOP");
            Program.elapse(PROMISE.multipliedBy(promises));
            assertFalse(eye.isLive("a"), "the frozen agent's server still serves");
            int before = tap.from(VIP).size();
            a.program().signal("CONT");
            b.awaitRepointed();
            AgentStatus late = a.awaitStatus(
                    "it stands by and knows", status -> status.state().equals("standby") && !status.namesThisServer());
            assertEquals(epoch + 1, late.epoch());
            a.awaitPaired();
            assertEquals(before, tap.from(VIP).size(), () -> "frames of the late one: " + tap.from(VIP));
            assertEquals(0, eye.overlaps());
            assertFalse(site.hasAddress("a", VIP.toString()), "the late one keeps the address");
        }
    }

    @Test
    void aRestartOfTheHoldersAgentIsNotNoticed() {
        try (LeaseEye eye = eye()) {
            a.command(0, "a keeps the addresses for the agent's next start", "stop", "--restart");
            assertEquals(0, a.program().exitCode());
            a = site.startAgent("a", yaml);
            a.awaitRepointed();
            a.awaitPaired();
            assertUnmoved(eye);
        }
    }

    @Test
    void aHolderWithoutCarrierHandsOver() {
        try (LeaseEye eye = eye()) {
            site.lab().ip(Site.LAN, "link set " + Site.portOf("a") + " down");
            b.awaitRepointed();
            assertEquals(0, eye.overlaps());
            System.out.println("carrier lost: from lease to lease " + eye.handover("a", "b"));
            a.awaitBecause("interface lan0 has no carrier");
            site.lab().ip(Site.LAN, "link set " + Site.portOf("a") + " up");
            AgentStatus back = a.awaitState("standby");
            assertEquals(epoch + 1, back.epoch());
            b.awaitFitPeer();
            assertEquals("holder", b.status().orElseThrow().state(), "nobody asked it to give the addresses back");
        }
    }

    @Test
    void aServerInMaintenanceDoesNotServeUnlessForced() {
        try (LeaseEye eye = eye()) {
            a.command(0, "done: a is in maintenance", "maintenance", "on");
            b.awaitRepointed();
            b.awaitStatus(
                    "it knows", now -> now.peer().filter(peer -> !peer.fit()).isPresent());
            b.command(1, "a is in maintenance", "switchover");
            b.command(0, "done: a holds the addresses", "switchover", "--force");
            a.awaitRepointed();
            Program.elapse(Duration.ofSeconds(4));
            assertEquals(epoch + 2, a.status().orElseThrow().epoch(), () -> "it stays: " + String.join("\n", a.log()));
            a.command(0, "done: a is not in maintenance", "maintenance", "off");
            a.awaitStatus(
                    "it knows",
                    now -> now.intent()
                            .filter(intent -> intent.maintenance().isEmpty())
                            .isPresent());
            assertEquals("holder", a.status().orElseThrow().state());
            assertEquals(0, eye.overlaps());
        }
    }

    @Test
    void whilePausedALostHolderIsToldAndNotReplaced() {
        b.command(0, "done: paused", "pause");
        b.awaitStatus(
                "it knows",
                now -> now.intent()
                        .filter(intent -> intent.pausedBy().isPresent())
                        .isPresent());
        String told = "no heartbeat from a, but the cluster is paused, so nobody serves; 'resume', or 'switchover'";
        try (LeaseEye eye = eye()) {
            a.program().kill();
            Program.await("it says so", () -> b.logHas(told));
            assertTrue(b.logOf(told).get(0).contains("ERROR"), () -> b.log().toString());
            Program.elapse(PROMISE.multipliedBy(4));
            assertEquals("standby", b.status().orElseThrow().state());
            assertEquals(epoch, b.status().orElseThrow().epoch());
            assertFalse(eye.isLive("a") || eye.isLive("b"), "somebody serves");
            assertEquals(1, b.logOf(told).size(), () -> b.log().toString());
            b.command(0, "done: not paused", "resume");
            assertEquals(epoch + 1, b.awaitRepointed().epoch());
            assertEquals(0, eye.overlaps());
        }
    }

    private void assertUnmoved(LeaseEye eye) {
        assertEquals(0, eye.misses("a"), () -> "the holder's lease was gone; its log " + a.log());
        assertEquals(0, eye.overlaps());
        for (RunningAgent agent : List.of(a, b)) {
            AgentStatus status = agent.status().orElseThrow();
            assertEquals(epoch, status.epoch(), () -> status + " " + agent.log());
            assertEquals("a", status.holder().orElseThrow());
        }
        assertFalse(b.logHas("moved epoch"), () -> "the heir took over: " + b.log());
    }

    private LeaseEye eye() {
        return LeaseEye.on(site, CLUSTER, VIP);
    }
}
