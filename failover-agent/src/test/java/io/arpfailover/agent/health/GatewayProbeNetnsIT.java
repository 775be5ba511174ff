package io.arpfailover.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.announce.Urgency;
import io.arpfailover.agent.kernel.KernelLease;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.link.ArpLink;
import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import io.arpfailover.coordinator.tenure.ClusterName;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch's question, put to a Linux gateway by a server that has no lease. */
class GatewayProbeNetnsIT {
    private static final Ipv4Address GATEWAY = Ipv4Address.parse("10.77.0.254");
    private static final Ipv4Address VIP = Ipv4Address.parse("10.77.0.100");

    private final NetnsLab lab = NetnsLab.create();
    private final List<ArpFrame> heard = new CopyOnWriteArrayList<>();
    private ArpLink link;
    private KernelLease lease;

    @BeforeEach
    void open() {
        lab.lan("lan0", "a", "gw");
        lab.ip("a", "addr add 10.77.0.1/24 dev lan0");
        lab.ip("a", "addr add 10.77.0.100/24 dev lan0");
        lab.ip("gw", "addr add 10.77.0.254/24 dev lan0");
        lease = lab.call("a", () -> KernelLease.open(new ClusterName("web"), "lan0", List.of(VIP)));
        assertTrue(lease.install().isDone());
        link = lab.call("a", () -> {
            ArpLink opened = ArpLink.open(state("a"));
            opened.start(frame -> true, heard::add);
            return opened;
        });
    }

    @AfterEach
    void close() {
        link.close();
        lease.close();
        lab.close();
    }

    @Test
    void aLinuxGatewayAnswersToEverybodysQuestion() {
        assertAnswered(MacAddress.BROADCAST);
    }

    @Test
    void aLinuxGatewayAnswersToItsOwnQuestion() {
        assertAnswered(state("gw").mac());
    }

    /** And learns nothing from it. */
    private void assertAnswered(MacAddress to) {
        MacAddress own = state("a").mac();
        ArpFrame question = new Outbound.GatewayQuestion(GATEWAY, to, Urgency.ROUTINE).frame(own);
        assertInstanceOf(SendResult.Sent.class, link.send(question));
        NetnsLab.until("the answer", () -> !heard.isEmpty());
        ArpFrame answer = heard.get(0);
        assertEquals(own, answer.destination());
        assertEquals(Operation.REPLY, answer.packet().operation());
        assertEquals(GATEWAY, answer.packet().senderIp());
        assertEquals(state("gw").mac(), answer.packet().senderMac());
        assertEquals("", lab.ip("gw", "neigh show dev lan0"));
    }

    private LinkState state(String namespace) {
        return lab.call(namespace, () -> {
            try (Rtnetlink rtnetlink = Rtnetlink.open()) {
                return rtnetlink.link("lan0").orElseThrow();
            }
        });
    }
}
