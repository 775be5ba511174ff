package io.arpfailover.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.kernel.KernelEvent;
import io.arpfailover.agent.kernel.KernelLease;
import io.arpfailover.agent.kernel.KernelWatch;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.DropReason;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.VlanTag;
import io.arpfailover.coordinator.tenure.ClusterName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two links at the ends of one cable; neither namespace has an address, so the kernels say nothing themselves. */
class ArpLinkNetnsIT {
    private static final MacAddress STRANGER = MacAddress.parse("02:00:00:00:00:77");
    private static final MacAddress ANOTHER = MacAddress.parse("02:00:00:00:00:78");
    private static final Ipv4Address VIP = Ipv4Address.parse("10.9.0.100");
    private static final Ipv4Address OTHER = Ipv4Address.parse("10.9.0.9");

    private final NetnsLab lab = NetnsLab.create();
    private static final MacAddress UNWANTED = MacAddress.parse("02:00:00:00:00:99");

    private final List<ArpFrame> inA = new CopyOnWriteArrayList<>();
    private ArpLink a;
    private ArpLink b;

    @BeforeEach
    void open() {
        lab.cable("a", "lan0", "b", "lan0");
        a = started("a", inA::add);
        b = started("b", frame -> {});
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        lab.close();
    }

    @Test
    void deliversWhatTheOtherEndSent() {
        ArpFrame frame = from(STRANGER);
        assertEquals(new SendResult.Sent(), b.send(frame));
        untilReceived(frame);
        assertEquals(new LinkCounters(1, 0, Map.of(), 0, 0, 0, 0, 0, 1), a.counters());
        assertEquals(1, b.counters().sent());
        assertEquals(0, b.counters().accepted(), "its own outgoing copy");
    }

    @Test
    void dropsFramesWithOurOwnSource() {
        b.send(from(state("a").mac()));
        b.send(from(STRANGER));
        untilReceived(from(STRANGER));
        assertEquals(List.of(from(STRANGER)), inA);
        assertEquals(1, a.counters().own());
    }

    @Test
    void followsAChangeOfItsOwnAddress() {
        lab.ip("a", "link set lan0 address " + STRANGER);
        a.interfaceChanged(state("a"));
        b.send(from(STRANGER));
        NetnsLab.until("the frame is counted", () -> a.counters().own() == 1);
        assertEquals(List.of(), inA);
    }

    @Test
    void takesPriorityTagsAndDropsOtherVlans() {
        ArpFrame priority = tagged(0xe000);
        b.send(tagged(5));
        b.send(priority);
        NetnsLab.until(
                "both frames", () -> a.counters().accepted() + a.counters().otherVlan() == 2);
        assertEquals(1, a.counters().otherVlan());
        assertEquals(1, inA.size());
        assertEquals(priority.packet(), inA.get(0).packet());
    }

    @Test
    void countsButDoesNotDeliverWhatNobodyWants() {
        b.send(from(UNWANTED));
        b.send(from(STRANGER));
        untilReceived(from(STRANGER));
        assertEquals(List.of(from(STRANGER)), inA);
        assertEquals(new LinkCounters(1, 1, Map.of(), 0, 0, 0, 0, 0, 1), a.counters());
    }

    @Test
    void countsMalformedFramesByReason() {
        b.send(new ArpFrame(
                MacAddress.BROADCAST, STRANGER, Optional.empty(), ArpPacket.request(MacAddress.BROADCAST, OTHER, VIP)));
        NetnsLab.until("the frame is counted", () -> !a.counters().malformed().isEmpty());
        assertEquals(Map.of(DropReason.SENDER_MAC, 1L), a.counters().malformed());
    }

    @Test
    void sendsFromSeveralThreadsWhileItCaptures() throws InterruptedException {
        AtomicInteger refused = new AtomicInteger();
        Runnable send = () -> {
            for (int i = 0; i < 2000; i++) {
                List.of(a.send(from(ANOTHER)), b.send(from(STRANGER))).stream()
                        .filter(result -> result instanceof SendResult.NotSent)
                        .forEach(result -> refused.incrementAndGet());
                LockSupport.parkNanos(100_000);
            }
        };
        Thread one = new Thread(send);
        Thread two = new Thread(send);
        one.start();
        two.start();
        one.join();
        two.join();
        assertEquals(0, refused.get());
        NetnsLab.until(
                "all frames",
                () -> a.counters().accepted() == 4000 && b.counters().accepted() == 4000);
    }

    @Test
    void anAnnouncementWithoutALeaseIsNotSent() {
        try (KernelLease lease = lab.call("a", () -> KernelLease.open(new ClusterName("web"), "lan0", List.of(VIP)))) {
            assertTrue(lease.install().isDone());
            ArpFrame announcement = ArpFrame.broadcast(ArpPacket.announcement(STRANGER, VIP));
            ArpFrame probe = ArpFrame.broadcast(ArpPacket.probe(STRANGER, VIP));
            assertInstanceOf(SendResult.NotSent.class, a.send(announcement));
            assertEquals(new SendResult.Sent(), a.send(probe));
            assertTrue(lease.grant(Duration.ofSeconds(10)).isDone());
            assertEquals(new SendResult.Sent(), a.send(announcement));
            assertEquals(1, a.counters().notSent());
            assertEquals(2, a.counters().sent());
        }
    }

    @Test
    void capturesAgainOnAnInterfaceThatWasMadeAnew() {
        KernelWatch watch = lab.call("a", () -> KernelWatch.open(this::tellA));
        try {
            lab.ip("a", "link del lan0");
            NetnsLab.until("the link is closed", () -> !a.isOpen());
            assertInstanceOf(SendResult.NotSent.class, a.send(from(ANOTHER)));
            lab.cable("a", "lan0", "b", "lan0");
            b.interfaceChanged(state("b"));
            NetnsLab.until("frames pass again", () -> {
                b.send(from(STRANGER));
                return !inA.isEmpty();
            });
            assertEquals(new SendResult.Sent(), a.send(from(ANOTHER)));
        } finally {
            watch.close();
        }
    }

    @Test
    void capturesAgainAlsoWhenNobodyTellsIt() {
        lab.ip("a", "link del lan0");
        lab.cable("a", "lan0", "b", "lan0");
        NetnsLab.until("frames pass again", () -> {
            b.send(from(STRANGER));
            return !inA.isEmpty();
        });
    }

    @Test
    void capturesAgainAfterDownAndUp() {
        lab.ip("a", "link set lan0 down");
        assertInstanceOf(SendResult.NotSent.class, a.send(from(ANOTHER)));
        lab.ip("a", "link set lan0 up");
        a.interfaceChanged(state("a"));
        NetnsLab.until("frames pass again", () -> {
            b.send(from(STRANGER));
            return !inA.isEmpty();
        });
        NetnsLab.until("frames can be sent again", () -> a.send(from(ANOTHER)) instanceof SendResult.Sent);
    }

    @Test
    void aMissingInterfaceIsOneLine() {
        LinkState missing = new LinkState(99, "lan9", STRANGER, true, true, true);
        String message =
                assertThrows(LinkException.class, () -> ArpLink.open(missing)).getMessage();
        assertTrue(message.startsWith("cannot capture on lan9: "), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void closesWithoutHavingBeenStartedAndTwice() {
        ArpLink unused = lab.call("a", () -> ArpLink.open(state("a")));
        unused.close();
        unused.close();
        a.close();
        assertInstanceOf(SendResult.NotSent.class, a.send(from(ANOTHER)));
    }

    /** Opened and started in its namespace, where the capture thread will open it again when need be. */
    private ArpLink started(String namespace, FrameListener listener) {
        return lab.call(namespace, () -> {
            ArpLink link = ArpLink.open(state(namespace));
            link.start(frame -> !frame.source().equals(UNWANTED), listener);
            return link;
        });
    }

    private void tellA(KernelEvent event) {
        if (event instanceof KernelEvent.LinkChanged changed) {
            a.interfaceChanged(changed.link());
        } else if (event.equals(new KernelEvent.LinkGone("lan0"))) {
            a.interfaceGone();
        }
    }

    private LinkState state(String namespace) {
        return lab.call(namespace, () -> {
            try (Rtnetlink rtnetlink = Rtnetlink.open()) {
                return rtnetlink.link("lan0").orElseThrow();
            }
        });
    }

    private static ArpFrame from(MacAddress source) {
        return ArpFrame.broadcast(ArpPacket.request(source, OTHER, VIP));
    }

    private static ArpFrame tagged(int control) {
        return new ArpFrame(
                MacAddress.BROADCAST,
                STRANGER,
                Optional.of(new VlanTag(control)),
                ArpPacket.request(STRANGER, OTHER, VIP));
    }

    private void untilReceived(ArpFrame frame) {
        NetnsLab.until("the frame", () -> inA.contains(frame));
    }
}
