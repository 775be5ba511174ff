package io.arpfailover.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.kernel.KernelResult.Done;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.KernelResult.Reason;
import io.arpfailover.agent.link.ArpLink;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lease on the real kernel: the server `a` carries the address, its neighbour `b` asks for it. */
class KernelLeaseNetnsIT {
    private static final ClusterName WEB = new ClusterName("web");
    private static final Ipv4Address VIP = Ipv4Address.parse("10.9.0.100");
    private static final Ipv4Address B = Ipv4Address.parse("10.9.0.2");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofMillis(300);

    private final NetnsLab lab = NetnsLab.create();

    @BeforeEach
    void serverAndNeighbour() {
        lab.cable("a", "lan0", "b", "lan0");
        lab.ip("a", "addr add 10.9.0.1/16 dev lan0");
        lab.ip("a", "addr add 10.9.0.100/16 dev lan0");
        lab.ip("b", "addr add 10.9.0.2/16 dev lan0");
    }

    @AfterEach
    void tearDown() {
        lab.close();
    }

    @Test
    void blocksArpWithoutALeaseAndPassesItWithOne() {
        try (KernelLease lease = installed();
                Asker asker = new Asker()) {
            assertFalse(asker.isAnswered(B));
            assertDone(lease.grant(LONG));
            assertTrue(asker.isAnswered(B));
            assertDone(lease.revoke());
            assertFalse(asker.isAnswered(B));
        }
    }

    @Test
    void blocksIpv4BothWaysWithoutALease() throws Exception {
        lab.ip("b", "neigh replace 10.9.0.100 lladdr " + mac("a") + " dev lan0 nud permanent");
        lab.ip("a", "neigh replace 10.9.0.2 lladdr " + mac("b") + " dev lan0 nud permanent");
        try (KernelLease lease = installed();
                DatagramSocket inA = socket("a", VIP);
                DatagramSocket inB = socket("b", B)) {
            assertFalse(arrives(inB, inA), "to the address");
            assertFalse(arrives(inA, inB), "from the address");
            assertDone(lease.grant(LONG));
            assertTrue(arrives(inB, inA), "to the address");
            assertTrue(arrives(inA, inB), "from the address");
        }
    }

    @Test
    void answersNothingAskedAfterTheLeasesEnd() {
        Clock clock = Clock.system();
        try (KernelLease lease = installed();
                Asker asker = new Asker()) {
            MonotonicTime end = clock.now().plus(Duration.ofMillis(400));
            assertDone(lease.grantUntil(end));
            // One asker per question, since an answer names only who asked: so each tells when it was asked.
            Map<Ipv4Address, MonotonicTime> askedAt = new ConcurrentHashMap<>();
            for (int i = 0; clock.now().isBefore(end.plus(Duration.ofMillis(200))); i++) {
                Ipv4Address from = new Ipv4Address(Ipv4Address.parse("10.9.1.0").bits() + i);
                askedAt.put(from, clock.now());
                asker.ask(from);
                LockSupport.parkNanos(1_000_000);
            }
            List<MonotonicTime> answered = asker.answered().keySet().stream()
                    .map(askedAt::get)
                    .sorted()
                    .toList();
            assertTrue(answered.size() > 20, "answered " + answered.size());
            MonotonicTime last = answered.get(answered.size() - 1);
            assertTrue(last.isBefore(end), "answered " + end.until(last) + " after the end");
        }
    }

    @Test
    void losesNoPacketOverRenewalsAndInstallations() {
        try (KernelLease lease = installed();
                Asker asker = new Asker()) {
            assertDone(lease.grant(LONG));
            long[] micros = new long[300];
            for (int i = 0; i < micros.length; i++) {
                asker.askTenTimes();
                micros[i] = micros(() -> assertDone(lease.renew(LONG)));
                if (i % 30 == 0) {
                    assertDone(lease.install());
                }
            }
            asker.assertAnswered(3000);
            Arrays.sort(micros);
            System.out.println("renewal: median " + micros[150] + " us, 99th percentile " + micros[297] + " us");
        }
    }

    @Test
    void losesNoPacketWhileRulesAreReplacedUnderLoad() throws InterruptedException {
        try (KernelLease lease = installed();
                Asker asker = new Asker()) {
            assertDone(lease.grant(LONG));
            asker.loseNoneOf3000While(() -> {
                assertDone(lease.install());
                assertDone(lease.renew(LONG));
            });
        }
    }

    @Test
    void doesNotReviveALeaseThatRanOut() {
        try (KernelLease lease = installed();
                Asker asker = new Asker()) {
            assertDone(lease.grant(Duration.ofMillis(100)));
            NetnsLab.until("the lease ran out", () -> lease.remaining().isEmpty());
            assertReason(Reason.LEASE_ENDED, lease.renew(LONG));
            assertFalse(asker.isAnswered(B));
        }
    }

    @Test
    void doesNotRenewWhatWasRevokedOrNeverGranted() {
        try (KernelLease lease = installed()) {
            assertReason(Reason.LEASE_ENDED, lease.renew(LONG));
            assertDone(lease.grant(LONG));
            assertDone(lease.renew(LONG));
            assertDone(lease.revoke());
            assertReason(Reason.LEASE_ENDED, lease.renew(LONG));
            assertTrue(lease.remaining().isEmpty());
        }
    }

    @Test
    void renewsToAnEarlierEndToo() {
        try (KernelLease lease = installed()) {
            assertDone(lease.grant(LONG));
            assertDone(lease.renew(Duration.ofSeconds(2)));
            assertTrue(lease.remaining().orElseThrow().compareTo(Duration.ofSeconds(2)) < 0);
        }
    }

    @Test
    void shortensALeaseThatReachedTheKernelLate() {
        // Stopped for a second between reading the clock and the kernel's taking it: seen afterwards, and put right.
        try (KernelLease lease = installedWith(secondsPassing(0, 0, 10, 10, 10))) {
            assertDone(lease.grantUntil(new MonotonicTime(0).plus(LONG)));
            Duration left = lease.remaining().orElseThrow();
            assertTrue(left.compareTo(Duration.ofSeconds(20)) < 0, "left " + left);
            assertTrue(left.compareTo(Duration.ofSeconds(10)) > 0, "left " + left);
        }
    }

    @Test
    void revokesALeaseThatReachedTheKernelAfterItsEnd() {
        try (KernelLease lease = installedWith(secondsPassing(0, 0, 31, 31, 31))) {
            assertReason(Reason.LEASE_ENDED, lease.grantUntil(new MonotonicTime(0).plus(LONG)));
            assertTrue(lease.remaining().isEmpty());
        }
    }

    @Test
    void aProcessThatIsHeldUpAndThenKilledStartsNoLease() {
        try (KernelLease lease = installedWith(heldUpThenKilled())) {
            assertThrows(IllegalStateException.class, () -> lease.grantUntil(new MonotonicTime(0).plus(LONG)));
            assertTrue(lease.remaining().isEmpty());
            assertTrue(lease.isInstalled());
        }
        try (KernelLease lease = installedWith(heldUpThenKilled())) {
            assertThrows(IllegalStateException.class, () -> lease.restoreUntil(new MonotonicTime(0).plus(LONG)));
            assertTrue(lease.remaining().isEmpty());
        }
    }

    @Test
    void losesNoPacketWhileALeaseIsStartedOverAnother() {
        try (KernelLease lease = installed();
                Asker asker = new Asker()) {
            assertDone(lease.grant(LONG));
            long[] micros = new long[100];
            for (int i = 0; i < micros.length; i++) {
                asker.askTenTimes();
                micros[i] = micros(() -> assertDone(lease.grant(LONG)));
            }
            asker.assertAnswered(1000);
            Arrays.sort(micros);
            System.out.println("grant: median " + micros[50] + " us, 90th percentile " + micros[90] + " us");
        }
    }

    @Test
    void nothingIsGrantedForLessThanTheKernelCanCount() {
        try (KernelLease lease = installed()) {
            assertReason(Reason.LEASE_ENDED, lease.grant(Duration.ZERO));
            assertReason(Reason.LEASE_ENDED, lease.grant(KernelLease.SHORTEST));
            assertTrue(lease.remaining().isEmpty());
        }
    }

    @Test
    void adoptsTheLiveLeaseOfAnEarlierRun() {
        try (KernelLease before = installed()) {
            assertDone(before.grant(LONG));
        }
        try (KernelLease after = installed()) {
            assertTrue(after.remaining().isPresent());
            assertDone(after.renew(LONG));
        }
    }

    @Test
    void saysThatTheTableIsGone() {
        try (KernelLease lease = installed()) {
            assertDone(lease.grant(LONG));
            lab.exec("a", "nft", "flush", "ruleset");
            assertFalse(lease.isInstalled());
            assertReason(Reason.TABLE_GONE, lease.renew(LONG));
            assertReason(Reason.TABLE_GONE, lease.grant(LONG));
            assertReason(Reason.TABLE_GONE, lease.revoke());
            assertDone(lease.install());
            assertTrue(lease.isInstalled());
            assertReason(Reason.LEASE_ENDED, lease.renew(LONG));
        }
    }

    @Test
    void seesThatARuleIsMissing() {
        try (KernelLease lease = installed()) {
            lab.exec("a", "nft", "flush", "chain", "netdev", "arp-failover-web", "egress");
            assertFalse(lease.isInstalled());
            assertDone(lease.install());
            assertTrue(lease.isInstalled());
        }
    }

    @Test
    void seesWhateverSomebodyElseChanges() {
        try (KernelLease lease = installed()) {
            for (String change : List.of(
                    "add rule netdev arp-failover-web ingress accept",
                    "insert rule netdev arp-failover-web egress accept",
                    "add table netdev arp-failover-web { flags dormant; }",
                    "add chain netdev arp-failover-web ingress { policy drop; }",
                    "flush table netdev arp-failover-web",
                    "delete table netdev arp-failover-web",
                    "delete table netdev arp-failover-web; add table netdev arp-failover-web",
                    "flush ruleset")) {
                lab.exec("a", "nft", change);
                assertFalse(lease.isInstalled(), change);
                assertDone(lease.restore());
                assertTrue(lease.isInstalled(), change);
            }
        }
    }

    @Test
    void nobodyCanTakeAnAddressOutWhileTheRulesUseIt() {
        try (KernelLease lease = installed()) {
            assertThrows(
                    AssertionError.class,
                    () -> lab.exec("a", "nft", "delete element netdev arp-failover-web vips { 10.9.0.100 }"));
            assertThrows(AssertionError.class, () -> lab.exec("a", "nft", "flush set netdev arp-failover-web vips"));
            assertTrue(lease.isInstalled());
        }
    }

    @Test
    void whatAnotherRunInstalledIsNotKnownUntilInstalledAgain() {
        try (KernelLease before = installed();
                KernelLease after = lab.call("a", () -> KernelLease.open(WEB, "lan0", List.of(VIP)))) {
            assertTrue(before.isInstalled());
            assertFalse(after.isInstalled());
            assertDone(after.install());
            assertTrue(after.isInstalled());
            assertFalse(before.isInstalled(), "the chains are others now");
        }
    }

    @Test
    void installsOverATableOfAnotherShape() {
        lab.exec(
                "a",
                "nft",
                "add table netdev arp-failover-web; add set netdev arp-failover-web vips { type ether_addr; }");
        try (KernelLease lease = installed();
                Asker asker = new Asker()) {
            assertTrue(lease.isInstalled());
            assertFalse(asker.isAnswered(B));
        }
    }

    @Test
    void putsEverythingBackWithTheLeaseInOneTransaction() {
        Clock clock = Clock.system();
        try (KernelLease lease = installed();
                Asker asker = new Asker()) {
            lab.exec("a", "nft", "flush", "ruleset");
            assertDone(lease.restoreUntil(clock.now().plus(LONG)));
            assertTrue(lease.isInstalled());
            assertTrue(lease.isLive());
            assertTrue(asker.isAnswered(B));
            assertReason(Reason.LEASE_ENDED, lease.restoreUntil(clock.now()));
            assertTrue(lease.isInstalled());
            assertFalse(asker.isAnswered(B));
        }
    }

    @Test
    void losesNoPacketWhileEverythingIsPutBack() throws InterruptedException {
        try (KernelLease lease = installed();
                Asker asker = new Asker()) {
            assertDone(lease.grant(LONG));
            asker.loseNoneOf3000While(() -> {
                assertDone(lease.restoreUntil(Clock.system().now().plus(LONG)));
            });
        }
    }

    @Test
    void tellsOfChangesByOthersButOfNoRenewal() {
        AtomicInteger told = new AtomicInteger();
        lab.exec("a", "nft", "add table netdev arp-failover-web-2");
        try (KernelLease lease = lab.call("a", () -> KernelLease.open(WEB, "lan0", List.of(VIP)))) {
            assertDone(lease.install());
            lab.in("a", () -> lease.watch(told::incrementAndGet));
            assertDone(lease.grant(LONG));
            NetnsLab.until("the first lease is told", () -> told.get() == 1);
            for (int i = 0; i < 1000; i++) {
                assertDone(i % 2 == 0 ? lease.renew(LONG) : lease.grant(LONG));
            }
            lab.exec("a", "nft", "add chain netdev arp-failover-web-2 other; delete table netdev arp-failover-web-2");
            assertTold(told, "delete element netdev arp-failover-web lease { \"lan0\" }");
            assertDone(lease.grant(LONG));
            NetnsLab.until("a lease is told", () -> told.getAndSet(1) == 2);
            assertTold(told, "flush set netdev arp-failover-web lease");
            assertTold(told, "flush chain netdev arp-failover-web egress");
            assertTold(told, "delete table netdev arp-failover-web");
        }
    }

    /** One more than before; nothing else came in between. */
    private void assertTold(AtomicInteger told, String change) {
        int before = told.get();
        lab.exec("a", "nft", change);
        NetnsLab.until(change, () -> told.get() > before);
        assertEquals(before + 1, told.getAndSet(1), change);
    }

    @Test
    void blocksAgainOnAnInterfaceThatCameBack() {
        try (KernelLease lease = installed()) {
            lab.ip("a", "link del lan0");
            serverAndNeighbour();
            assertDone(lease.install());
            try (Asker asker = new Asker()) {
                assertFalse(asker.isAnswered(B));
                assertDone(lease.grant(LONG));
                assertTrue(asker.isAnswered(B));
            }
        }
    }

    @Test
    void leavesTheTablesOfOthersAlone() {
        lab.exec("a", "nft", "add table netdev arp-failover-web-2; add table inet filter");
        try (KernelLease lease = installed()) {
            assertDone(lease.remove());
            assertDone(lease.remove());
            assertFalse(lease.isInstalled());
        }
        assertEquals(
                List.of("table inet filter", "table netdev arp-failover-web-2"),
                lab.exec("a", "nft", "list", "tables").lines().sorted().toList());
    }

    @Test
    void followsAChangeOfTheAddressesWithoutLosingTheLease() {
        try (KernelLease lease = installed()) {
            assertDone(lease.grant(LONG));
        }
        Ipv4Address other = Ipv4Address.parse("10.9.0.101");
        try (KernelLease lease = lab.call("a", () -> KernelLease.open(WEB, "lan0", List.of(other)))) {
            assertDone(lease.install());
            assertTrue(lease.remaining().isPresent());
        }
        String vips = lab.exec("a", "nft", "list", "set", "netdev", "arp-failover-web", "vips");
        assertTrue(vips.contains("10.9.0.101") && !vips.contains("10.9.0.100"), vips);
    }

    @Test
    void egressCanBeStoppedHere() {
        assertInstanceOf(EgressSupport.Supported.class, lab.call("a", () -> EgressSupport.probe("lan0")));
        assertEquals("", lab.exec("a", "nft", "list", "ruleset"), "the probe changed something");
    }

    private KernelLease installed() {
        return installedWith(Clock.system());
    }

    private KernelLease installedWith(Clock clock) {
        KernelLease lease =
                lab.call("a", () -> new KernelLease(Nftables.open(), LeaseRules.of(WEB, "lan0", List.of(VIP)), clock));
        assertDone(lease.install());
        return lease;
    }

    /** A clock that shows these seconds, one per reading. */
    private static Clock secondsPassing(long... seconds) {
        Queue<MonotonicTime> readings = new ArrayDeque<>();
        Arrays.stream(seconds)
                .mapToObj(Duration::ofSeconds)
                .map(new MonotonicTime(0)::plus)
                .forEach(readings::add);
        return readings::remove;
    }

    /** Shows the same time twice, the second time long after it was read, and then never again. */
    private static Clock heldUpThenKilled() {
        AtomicInteger readings = new AtomicInteger();
        return () -> {
            if (readings.incrementAndGet() > 2) {
                throw new IllegalStateException("killed");
            }
            LockSupport.parkNanos(KernelLease.SHORTEST.multipliedBy(6).toNanos());
            return new MonotonicTime(0);
        };
    }

    private static void assertDone(KernelResult result) {
        assertEquals(new Done(), result);
    }

    private static void assertReason(Reason reason, KernelResult result) {
        assertEquals(reason, assertInstanceOf(Failed.class, result).reason(), result.toString());
    }

    private String mac(String namespace) {
        return link(namespace).mac().toString();
    }

    private LinkState link(String namespace) {
        return lab.call(namespace, () -> {
            try (Rtnetlink rtnetlink = Rtnetlink.open()) {
                return rtnetlink.link("lan0").orElseThrow();
            }
        });
    }

    private DatagramSocket socket(String namespace, Ipv4Address address) {
        return lab.call(namespace, () -> {
            DatagramSocket socket =
                    new DatagramSocket(new InetSocketAddress(InetAddress.getByAddress(address.octets()), 0));
            socket.setSoTimeout(Math.toIntExact(QUIET.toMillis()));
            return socket;
        });
    }

    private static boolean arrives(DatagramSocket from, DatagramSocket to) throws Exception {
        from.send(new DatagramPacket(new byte[1], 1, to.getLocalSocketAddress()));
        try {
            to.receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static long micros(Runnable step) {
        long start = System.nanoTime();
        step.run();
        return (System.nanoTime() - start) / 1000;
    }

    /** The neighbour `b`: asks who has the address and counts the answers. */
    private final class Asker implements AutoCloseable {
        private final LinkState state = link("b");
        private final ArpLink arp = lab.call("b", () -> ArpLink.open(state));
        private final AtomicInteger answers = new AtomicInteger();
        private final Map<Ipv4Address, Integer> answersByAsker = new ConcurrentHashMap<>();

        Asker() {
            arp.start(frame -> true, this::received);
        }

        private void received(ArpFrame frame) {
            if (frame.packet().senderIp().equals(VIP)) {
                answersByAsker.merge(frame.packet().targetIp(), 1, Integer::sum);
                answers.incrementAndGet();
            }
        }

        void ask(Ipv4Address from) {
            arp.send(ArpFrame.broadcast(ArpPacket.request(state.mac(), from, VIP)));
        }

        /** Half a millisecond apart. */
        void askTenTimes() {
            for (int i = 0; i < 10; i++) {
                ask(B);
                LockSupport.parkNanos(500_000);
            }
        }

        /** Asks in quick succession while the step is taken over and over, and waits until all was answered. */
        void loseNoneOf3000While(Runnable step) throws InterruptedException {
            Thread load = new Thread(() -> {
                for (int i = 0; i < 3000; i++) {
                    ask(B);
                    LockSupport.parkNanos(100_000);
                }
            });
            load.start();
            while (load.isAlive()) {
                step.run();
            }
            load.join();
            NetnsLab.until("3000 answers", () -> answers.get() >= 3000);
        }

        void assertAnswered(int times) {
            NetnsLab.until(times + " answers", () -> answers.get() >= times);
            assertEquals(times, answers.get());
        }

        Map<Ipv4Address, Integer> answered() {
            LockSupport.parkNanos(QUIET.toNanos()); // for what is still on its way
            return answersByAsker;
        }

        boolean isAnswered(Ipv4Address from) {
            answersByAsker.clear();
            ask(from);
            return answered().containsKey(from);
        }

        @Override
        public void close() {
            arp.close();
        }
    }
}
