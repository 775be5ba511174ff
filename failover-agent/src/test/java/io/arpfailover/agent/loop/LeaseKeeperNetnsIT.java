package io.arpfailover.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.kernel.KernelLease;
import io.arpfailover.agent.kernel.KernelResult;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.takeover.Event;
import io.arpfailover.agent.takeover.Event.LeaseOutcome;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lease against whoever changes it, on the real kernel; the test's thread is the loop. */
class LeaseKeeperNetnsIT {
    private static final String TABLE = "netdev arp-failover-web";
    private static final List<String> CHANGES = List.of(
            "flush ruleset",
            "delete table " + TABLE,
            "flush chain " + TABLE + " ingress",
            "insert rule " + TABLE + " egress accept",
            "delete element " + TABLE + " lease { \"lan0\" }",
            "flush set " + TABLE + " lease");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final NetnsLab lab = NetnsLab.create();
    private final Clock clock = Clock.system();
    private final BlockingQueue<MonotonicTime> news = new ArrayBlockingQueue<>(1000);
    private final List<KernelLease> open = new ArrayList<>();

    @BeforeEach
    void server() {
        lab.cable("a", "lan0", "b", "lan0");
    }

    @AfterEach
    void tearDown() {
        open.forEach(KernelLease::close);
        lab.close();
    }

    @Test
    void whileALeaseIsLiveRulesAndLeaseComeBackUntilItsEnd() throws InterruptedException {
        LeaseKeeper keeper = keeper(1);
        MonotonicTime end = clock.now().plus(LONG);
        assertEquals(new Event.LeaseSet(LeaseOutcome.LIVE, ""), keeper.set(end, false));
        settle(keeper);
        for (String change : CHANGES) {
            mend(keeper, change);
            Duration left = keeper.remaining().orElseThrow(() -> new AssertionError("no lease after " + change));
            assertTrue(left.compareTo(clock.now().until(end)) <= 0, change + ": longer than it was");
            assertTrue(clock.now().until(end).minus(left).compareTo(Duration.ofMillis(500)) < 0, change + " " + left);
        }
    }

    @Test
    void withoutALeaseTheRulesComeBackAndNothingPasses() throws InterruptedException {
        LeaseKeeper keeper = keeper(1);
        for (String change : CHANGES.subList(0, 4)) {
            mend(keeper, change);
            assertTrue(keeper.remaining().isEmpty(), change);
        }
    }

    @Test
    void soDoThoseOfAThousandAddresses() throws InterruptedException {
        LeaseKeeper keeper = keeper(1000);
        assertEquals(
                LeaseOutcome.LIVE, keeper.set(clock.now().plus(LONG), false).outcome());
        settle(keeper);
        for (String change : CHANGES) {
            mend(keeper, change);
            assertTrue(keeper.remaining().isPresent(), change);
        }
    }

    @Test
    void aRenewalThatFindsRulesOrLeaseGonePutsThemBack() {
        LeaseKeeper keeper = keeper(1);
        keeper.set(clock.now().plus(LONG), false);
        for (String change : List.of(CHANGES.get(0), CHANGES.get(1), CHANGES.get(4), CHANGES.get(5))) {
            lab.exec("a", "nft", change);
            assertEquals(
                    new Event.LeaseSet(LeaseOutcome.LIVE, ""),
                    keeper.set(clock.now().plus(LONG), true),
                    change);
            assertTrue(keeper.remaining().isPresent(), change);
        }
    }

    @Test
    void whatRanOutOrWasRevokedStaysSo() {
        LeaseKeeper keeper = keeper(1);
        keeper.set(clock.now().plus(Duration.ofMillis(200)), false);
        NetnsLab.until("the lease ran out", () -> keeper.remaining().isEmpty());
        assertEquals(
                LeaseOutcome.LAPSED, keeper.set(clock.now().plus(LONG), true).outcome());
        assertEquals(List.of(), keeper.look());
        keeper.set(clock.now().plus(LONG), false);
        assertEquals(new KernelResult.Done(), keeper.revoke());
        lab.exec("a", "nft", "flush ruleset");
        assertEquals(List.of(), keeper.look());
        assertTrue(keeper.remaining().isEmpty());
        assertEquals(
                LeaseOutcome.LAPSED, keeper.set(clock.now().plus(LONG), true).outcome());
    }

    /** Changes something by hand, waits for the news as the loop would, and looks. */
    private void mend(LeaseKeeper keeper, String change) throws InterruptedException {
        news.clear();
        lab.exec("a", "nft", change);
        assertNotNull(news.poll(10, TimeUnit.SECONDS), "nobody told of: " + change);
        MonotonicTime looked = clock.now();
        assertEquals(List.of(), keeper.look());
        long micros = looked.until(clock.now()).toNanos() / 1000;
        System.out.println("put back after '" + change + "' in " + micros + " us");
        assertTrue(lab.exec("a", "nft", "list chain " + TABLE + " ingress").contains("ip daddr @vips drop"), change);
        settle(keeper);
    }

    /** Our own repair is told too, and nothing is found wrong then. */
    private void settle(LeaseKeeper keeper) throws InterruptedException {
        while (news.poll(50, TimeUnit.MILLISECONDS) != null) {
            assertEquals(List.of(), keeper.look());
        }
    }

    private LeaseKeeper keeper(int addresses) {
        int first = Ipv4Address.parse("10.9.4.0").bits();
        List<Ipv4Address> vips = IntStream.range(0, addresses)
                .mapToObj(i -> new Ipv4Address(first + i))
                .toList();
        KernelLease kernel = lab.call("a", () -> KernelLease.open(new ClusterName("web"), "lan0", vips));
        open.add(kernel);
        LeaseKeeper keeper = new LeaseKeeper(kernel, clock);
        assertEquals(new KernelResult.Done(), keeper.install());
        lab.in("a", () -> keeper.watch(() -> news.offer(clock.now())));
        return keeper;
    }
}
