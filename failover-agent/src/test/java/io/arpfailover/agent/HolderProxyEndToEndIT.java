package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two agents that are to answer for a network behind both of them: whoever holds the shared address does, and nobody
 * else.
 *
 * <pre>
 *   c --- lan0 ---+--- a ---+--- back0 --- host 10.77.0.70
 *                 +--- b ---+
 * </pre>
 */
class HolderProxyEndToEndIT {
    private static final Ipv4Address HOST = Ipv4Address.parse("10.77.0.70");
    private static final String VIP = "10.9.0.100";
    private static final Duration PROMISE = PromiseTiming.DEFAULT.promise();

    private final Site site = Site.create();
    private AgentYaml yaml;
    private LanTap tap;
    private ProxyRequests requests;
    private MacAddress macOfA;
    private MacAddress macOfB;

    @BeforeEach
    void build() {
        site.lab().lan("back0", "a", "b", "host");
        site.lab().ip("a", "addr add 10.77.0.65/28 dev back0");
        site.lab().ip("b", "addr add 10.77.0.66/28 dev back0");
        site.lab().ip("host", "addr add " + HOST + "/28 dev back0");
        site.lab().ip("host", "route add default via 10.77.0.65");
        site.lab().ip("c", "route add 10.77.0.64/28 dev lan0");
        site.lab().exec("b", "sysctl", "-qw", "net.ipv4.ip_forward=1");
        macOfA = site.mac("a");
        macOfB = site.mac("b");
        site.startZooKeeper();
        yaml = AgentYaml.of("web")
                .paired(site.secret("peer.secret"))
                .with("proxy: [{network: 10.77.0.64/28}, {network: 10.9.0.0/24}]");
        tap = LanTap.on(site.lab(), "c", Site.LAN);
        requests = new ProxyRequests(tap, site.mac("c"), HOST);
    }

    @AfterEach
    void remove() {
        tap.close();
        site.close();
    }

    @Test
    void whoHoldsTheSharedAddressAnswersAndNobodyElse() {
        site.lab().ip("c", "addr add " + VIP + "/32 dev lan0");
        RunningAgent a = site.startAgent("a", yaml);
        a.awaitState("conflict");
        assertTrue(
                a.logHas("this machine does not forward what comes in on lan0"),
                () -> a.log().toString());
        site.lab().exec("a", "sysctl", "-qw", "net.ipv4.ip_forward=1");
        requests.askFor(Duration.ofSeconds(1));
        assertEquals(requests.count(), requests.unanswered(), "while nobody holds");

        site.lab().ip("c", "addr del " + VIP + "/32 dev lan0");
        a.awaitRepointed();
        RunningAgent b = site.startAgent("b", yaml);
        a.awaitPaired();
        b.awaitPaired();
        a.awaitFitPeer();
        assertEachAnsweredBy(macOfA);
        reach(macOfA);

        Program switchover = a.command("switchover");
        requests.askUntilAnotherAnswers(List.of(macOfA, macOfB));
        assertEquals(0, switchover.exitCode(), () -> switchover.errors().toString());
        assertEachAnsweredBy(macOfB);
        Program.await(
                "the client's kernel follows the announcement", () -> neighbor().contains(macOfB.toString()));
        reach(macOfB);

        b.program().kill();
        requests.askUntilAnotherAnswers(List.of(macOfA, macOfB));
        assertEachAnsweredBy(macOfA);
        assertEquals(0, requests.answeredTwice(), "answered twice, of " + requests.count());
        site.lab().exec("c", "ping", "-c", "1", "-W", "2", Site.GATEWAY.toString());
        assertEquals(List.of(), repliesOfServersFor(Site.GATEWAY), "the gateway answers for itself");
        System.out.println("holder-proxy requests=" + requests.count() + " once=" + requests.answeredOnce()
                + " unanswered=" + requests.unanswered());
    }

    /** What waited in its queues when it stood still was asked of the other member. */
    @Test
    void aHolderThatStoodStillDoesNotAnswerAfterwards() {
        RunningAgent a = site.startAgent("a", yaml);
        a.awaitRepointed();
        RunningAgent b = site.startAgent("b", yaml);
        a.awaitPaired();
        b.awaitPaired();
        a.awaitFitPeer();
        assertEachAnsweredBy(macOfA);

        a.program().signal("STOP");
        requests.askUntilAnotherAnswers(List.of(macOfA, macOfB));
        requests.askFor(PROMISE);
        a.program().signal("CONT");
        requests.askFor(PROMISE.multipliedBy(4));
        assertEachAnsweredBy(macOfB);
        assertEquals(0, requests.answeredTwice(), "answered twice, of " + requests.count());
        assertTrue(a.logHas("proxy=silent"), () -> a.log().toString());
    }

    private void assertEachAnsweredBy(MacAddress server) {
        int first = requests.count();
        requests.askFor(Duration.ofSeconds(1));
        Program.await(
                "every request is answered",
                () -> requests.answersFrom(first).stream().noneMatch(List::isEmpty));
        requests.answersFrom(first).forEach(answers -> assertEquals(List.of(server), answers));
    }

    private void reach(MacAddress through) {
        site.lab().exec("c", "ping", "-c", "2", "-i", "0.2", "-W", "2", HOST.toString());
        assertTrue(neighbor().contains(through.toString()), neighbor());
    }

    private String neighbor() {
        return site.lab().ip("c", "neigh show " + HOST);
    }

    private List<LanTap.Seen> repliesOfServersFor(Ipv4Address address) {
        return tap.from(address).stream()
                .filter(seen -> List.of(macOfA, macOfB).contains(seen.packet().senderMac()))
                .toList();
    }
}
