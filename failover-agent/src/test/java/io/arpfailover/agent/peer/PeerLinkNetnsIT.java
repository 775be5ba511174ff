package io.arpfailover.agent.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers with a cable, and what happens to the link when that goes away. */
class PeerLinkNetnsIT {
    private static final Ipv4Address OF_A = Ipv4Address.parse("10.9.0.1");
    private static final Ipv4Address OF_B = Ipv4Address.parse("10.9.0.2");
    private static final int PORT = 5227;

    private final NetnsLab lab = NetnsLab.create();
    private final List<PeerLink.Received> inB = new CopyOnWriteArrayList<>();
    private PeerLink a;
    private PeerLink b;

    @BeforeEach
    void open() {
        plugIn();
        a = lab.call("a", () -> opened(Samples.A, Samples.A_NOW, OF_A, message -> {}));
        b = lab.call("b", () -> opened(Samples.B, Samples.B_NOW, OF_B, inB::add));
        a.peer(Samples.B, Samples.B_NOW.toString(), List.of(OF_B + ":" + PORT));
        b.peer(Samples.A, Samples.A_NOW.toString(), List.of(OF_A + ":" + PORT));
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        lab.close();
    }

    @Test
    void itOutlivesItsInterfaceAndItsAddress() {
        untilHeard();
        lab.ip("a", "link del lan0");
        a.send(Samples.BEAT);
        assertEquals(1, a.counters().notSent());
        long sent = a.counters().sent();
        a.send(Samples.BEAT);
        assertEquals(2, a.counters().notSent());
        assertEquals(sent, a.counters().sent());
        plugIn();
        untilHeard();
        assertEquals(0, a.counters().receiveFailures() + b.counters().receiveFailures());
    }

    @Test
    void anInterfaceThatIsDownIsCountedAndComesBack() {
        untilHeard();
        lab.ip("a", "link set lan0 down");
        a.send(Samples.BEAT);
        assertEquals(1, a.counters().notSent());
        lab.ip("a", "link set lan0 up");
        untilHeard();
    }

    /** Nobody answers ARP for the address, so the kernel's queue fills and its replies are errors: none of it matters. */
    @Test
    void aServerThatIsNotThereCostsNothing() {
        lab.ip("b", "link set lan0 down");
        for (int i = 0; i < 2_000; i++) {
            a.send(Samples.BEAT);
        }
        PeerCounters counters = a.counters();
        assertEquals(2_000, counters.sent() + counters.notSent());
        lab.ip("b", "link set lan0 up");
        untilHeard();
    }

    /** Servers with shared addresses often have this setting, under which every address can be bound to. */
    @Test
    void anAddressThatCouldOnlyBeBoundToIsRefused() {
        lab.exec("a", "sysctl", "-qw", "net.ipv4.ip_nonlocal_bind=1");
        lab.in("a", () -> {
            PeerException refused =
                    assertThrows(PeerException.class, () -> opened(Samples.A, Samples.A_NOW, OF_B, message -> {}));
            assertTrue(
                    refused.getMessage().startsWith("peer.listen: 10.9.0.2 is no address of this server; "),
                    refused.getMessage());
        });
    }

    private void plugIn() {
        lab.cable("a", "lan0", "b", "lan0");
        lab.ip("a", "addr add " + OF_A + "/24 dev lan0");
        lab.ip("b", "addr add " + OF_B + "/24 dev lan0");
    }

    private void untilHeard() {
        int before = inB.size();
        NetnsLab.until("a heartbeat is heard", () -> {
            a.send(Samples.BEAT);
            return inB.size() > before;
        });
    }

    private static PeerLink opened(
            NodeName self, Incarnation incarnation, Ipv4Address listen, Consumer<PeerLink.Received> listener)
            throws PeerException {
        PeerSettings settings =
                new PeerSettings(Samples.WEB, self, incarnation.toString(), List.of(listen), PORT, Samples.SECRET);
        return PeerLink.open(settings, Clock.system(), listener, text -> {});
    }
}
