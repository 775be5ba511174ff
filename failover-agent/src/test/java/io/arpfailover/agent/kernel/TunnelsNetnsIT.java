package io.arpfailover.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.kernel.KernelResult.Done;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tunnels and routes of the real kernel. */
class TunnelsNetnsIT {
    private static final Ipv4Address HOST = Ipv4Address.parse("10.9.0.50");
    private static final Ipv4Address LOCAL = Ipv4Address.parse("10.9.0.1");
    private static final Ipv4Address REMOTE = Ipv4Address.parse("10.9.0.2");
    private static final String DEVICE = "afh-0a090032";

    private final NetnsLab lab = NetnsLab.create();
    private Tunnels tunnels;
    private RouteChanges routes;
    private int lan0;

    @BeforeEach
    void open() {
        lab.cable("a", "lan0", "b", "lan0");
        lab.ip("a", "addr add 10.9.0.1/24 dev lan0");
        lab.ip("b", "addr add 10.9.0.2/24 dev lan0");
        tunnels = lab.call("a", Tunnels::open);
        routes = lab.call("a", RouteChanges::open);
        lan0 = lab.call("a", () -> {
            try (Rtnetlink rtnetlink = Rtnetlink.open()) {
                return rtnetlink.link("lan0").orElseThrow().index();
            }
        });
    }

    @AfterEach
    void close() {
        tunnels.close();
        routes.close();
        lab.close();
    }

    @Test
    void aTunnelLeadsToItsHostUntilItIsRemoved() {
        assertEquals(new Done(), tunnels.setUp(TunnelKind.VXLAN, HOST, LOCAL, REMOTE));
        String shown = lab.ip("a", "-d link show " + DEVICE);
        assertTrue(shown.contains("vxlan id " + 0x090032 + " remote 10.9.0.2 local 10.9.0.1"), shown);
        assertTrue(shown.contains("dstport 4789") && shown.contains(",UP"), shown);
        assertTrue(lab.ip("a", "route get 10.9.0.50").contains("dev " + DEVICE));
        assertEquals(new Done(), tunnels.setUp(TunnelKind.VXLAN, HOST, LOCAL, REMOTE), "again");
        assertEquals(new Done(), tunnels.remove(HOST));
        assertEquals(new Done(), tunnels.remove(HOST), "gone already");
        assertFalse(lab.ip("a", "link show").contains("afh-"));
        assertTrue(lab.ip("a", "route get 10.9.0.50").contains("dev lan0"));
    }

    @Test
    void aKindThisKernelLacksIsNamedWithItsModule() {
        lab.ip("a", "link show");
        for (TunnelKind kind : TunnelKind.values()) {
            if (tunnels.setUp(kind, HOST, LOCAL, REMOTE) instanceof Failed failed) {
                assertTrue(failed.text().contains("modprobe " + kind.module()), failed.text());
            }
        }
    }

    @Test
    void aTunnelWhoseNumberIsTakenLeavesNothing() {
        lab.ip("a", "link add other type vxlan id " + 0x090032 + " remote 10.9.0.3 dstport 4789");
        Failed failed = assertInstanceOf(Failed.class, tunnels.setUp(TunnelKind.VXLAN, HOST, LOCAL, REMOTE));
        assertTrue(failed.text().contains("another device has"), failed.text());
        lab.ip("a", "link del other");
        lab.ip("a", "route add 10.9.0.50/32 dev lan0");
        failed = assertInstanceOf(Failed.class, tunnels.setUp(TunnelKind.VXLAN, HOST, LOCAL, REMOTE));
        assertTrue(failed.text().contains("there is a route to it already"), failed.text());
        assertFalse(lab.ip("a", "link show").contains("afh-"));
    }

    @Test
    void whatWasLeftBehindIsFoundAndTheRestIsLeftAlone() {
        tunnels.setUp(TunnelKind.VXLAN, HOST, LOCAL, REMOTE);
        Ipv4Prefix ours = Ipv4Prefix.parse("10.8.0.0/24");
        assertEquals(new Done(), routes.add(ours, lan0));
        lab.ip("a", "route add 10.7.0.0/24 dev lan0");
        assertEquals(List.of(DEVICE), tunnels.removeLeftOvers());
        assertEquals(List.of(ours), routes.removeLeftOvers());
        String left = lab.ip("a", "route show");
        assertTrue(left.contains("10.7.0.0/24") && !left.contains("10.8.0.0/24"), left);
    }

    @Test
    void aRouteIsLookedUpAsPacketsTakeIt() {
        lab.ip("a", "route add prohibit 10.6.0.0/24");
        assertEquals(Optional.of(new RouteTarget(false, lan0, Optional.of(LOCAL))), routes.lookUp(HOST));
        assertTrue(routes.lookUp(LOCAL).orElseThrow().local());
        assertEquals(Optional.empty(), routes.lookUp(Ipv4Address.parse("10.6.0.1")));
        assertEquals(Optional.empty(), routes.lookUp(Ipv4Address.parse("192.0.2.1")));
        assertEquals(new Done(), routes.remove(Ipv4Prefix.parse("10.5.0.0/24"), lan0), "was never there");
    }

    @Test
    void oneProcessMakesRoutesAtATime() {
        Optional<OnlyAgent> first = lab.call("a", OnlyAgent::ofRoutes);
        assertEquals(Optional.empty(), lab.call("a", OnlyAgent::ofRoutes));
        assertTrue(lab.call("b", OnlyAgent::ofRoutes).isPresent(), "another namespace");
        first.orElseThrow().close();
        assertTrue(lab.call("a", OnlyAgent::ofRoutes).isPresent());
    }
}
