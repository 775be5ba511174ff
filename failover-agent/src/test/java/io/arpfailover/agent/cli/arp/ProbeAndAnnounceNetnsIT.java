package io.arpfailover.agent.cli.arp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.MacAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code arp probe} beside Debian's arping, and {@code arp announce} with Linux as the neighbour that repoints. */
class ProbeAndAnnounceNetnsIT {
    private static final String IN_USE = "10.9.0.2";
    private static final String FREE = "10.9.0.77";
    private static final String VIP = "10.9.0.100";

    private final NetnsLab lab = NetnsLab.create();

    @BeforeEach
    void build() {
        lab.lan("lan0", "a", "b", "gw");
        lab.ip("a", "addr add 10.9.0.1/24 dev lan0");
        lab.ip("b", "addr add 10.9.0.2/24 dev lan0");
        lab.ip("gw", "addr add 10.9.0.254/24 dev lan0");
        lab.ip("a", "route add default via 10.9.0.254");
    }

    @AfterEach
    void remove() {
        lab.close();
    }

    @Test
    void findsWhatArpingFinds() {
        Ended ended = Ended.of(lab, "a", "probe", "-i", "lan0", "--fast", "--json", IN_USE, FREE);
        assertEquals(1, ended.code(), ended.err()::toString);
        JsonNode inUse = ended.json().get(0);
        assertEquals("in-use", inUse.get("state").asText());
        assertEquals(mac("b").toString(), inUse.get("by").asText());
        assertEquals("free", ended.json().get(1).get("state").asText());
        assertTrue(arpingSees(IN_USE).contains(mac("b").toString()));
        assertFalse(arpingSees(FREE).contains("bytes from"));
    }

    @Test
    void aFreeAddressEndsWithZeroWithTheTimesOfTheRfc() {
        Ended ended = Ended.of(lab, "a", "probe", "-i", "lan0", "--rfc5227", FREE, "10.9.0.78", "10.9.0.79");
        assertEquals(0, ended.code(), ended.err()::toString);
        assertEquals(
                3, ended.out().stream().filter(line -> line.endsWith("  free")).count());
    }

    @Test
    void anOwnAddressIsSaidToBeOne() {
        Ended ended = Ended.of(lab, "a", "probe", "-i", "lan0", "--fast", "10.9.0.1");
        assertEquals(1, ended.code());
        assertEquals(List.of("10.9.0.1         in use by this host, on lan0"), ended.out());
    }

    @Test
    void anAnnouncementRepointsANeighbour() {
        neighbourHolds("b", MacAddress.parse("00:00:5e:00:53:01"));
        lab.ip("a", "addr add " + VIP + "/32 dev lan0");
        Ended ended = Ended.of(lab, "a", "announce", "-i", "lan0", "--count", "1", VIP);
        assertEquals(0, ended.code(), ended.err()::toString);
        NetnsLab.until("b has repointed", () -> neighbourOf("b").contains(mac("a").toString()));
    }

    @Test
    void theGatewaysAnswerIsTheReceipt() {
        neighbourHolds("gw", MacAddress.parse("00:00:5e:00:53:01"));
        lab.ip("a", "addr add " + VIP + "/32 dev lan0");
        Ended ended = Ended.of(lab, "a", "announce", "-i", "lan0", "--count", "1", "--gateway", "--json", VIP);
        assertEquals(0, ended.code(), ended.err()::toString);
        assertEquals(mac("gw").toString(), ended.json().get(0).get("repointed").asText());
        assertTrue(neighbourOf("gw").contains(mac("a").toString()));
    }

    @Test
    void aSilentGatewayGivesNoReceipt() {
        lab.ip("gw", "link set lan0 down");
        lab.ip("a", "addr add " + VIP + "/32 dev lan0");
        Ended ended = Ended.of(lab, "a", "announce", "-i", "lan0", "--count", "1", "--gateway", VIP);
        assertEquals(1, ended.code());
        assertTrue(ended.out().get(0).contains("the gateway does not answer"), ended.out()::toString);
    }

    @Test
    void refusesAnAddressThatIsNotHere() {
        Ended ended = Ended.of(lab, "a", "announce", "-i", "lan0", VIP);
        assertEquals(2, ended.code());
        assertTrue(ended.err().get(0).contains(VIP + " is not on lan0; add it first or use --force"));
        assertEquals(
                0,
                Ended.of(lab, "a", "announce", "-i", "lan0", "--force", "--count", "1", VIP)
                        .code());
    }

    /** As the lease does it. */
    @Test
    void saysWhenAFrameDoesNotLeave() {
        lab.exec(
                "a",
                "nft",
                "add table netdev stop; add chain netdev stop out"
                        + " { type filter hook egress device \"lan0\" priority 0; };"
                        + " add rule netdev stop out arp saddr ip " + VIP + " drop");
        lab.ip("a", "addr add " + VIP + "/32 dev lan0");
        Ended ended = Ended.of(lab, "a", "announce", "-i", "lan0", "--count", "1", VIP);
        assertEquals(1, ended.code());
        assertTrue(ended.out().get(0).startsWith(VIP + "       0 frames left; one did not: "), ended.out()::toString);
    }

    @Test
    void announcesInTheFormItIsTold() {
        lab.ip("a", "addr add " + VIP + "/32 dev lan0");
        Ended request = Ended.of(lab, "a", "announce", "-i", "lan0", "--count", "1", "--form", "request", VIP);
        Ended both = Ended.of(lab, "a", "announce", "-i", "lan0", "--count", "2", "--interval", "10ms", VIP);
        assertEquals(List.of(VIP + "       1 frames left"), request.out());
        assertEquals(List.of(VIP + "       4 frames left"), both.out());
    }

    private void neighbourHolds(String namespace, MacAddress mac) {
        lab.ip(namespace, "neigh replace " + VIP + " lladdr " + mac + " dev lan0 nud stale");
    }

    private String neighbourOf(String namespace) {
        return lab.ip(namespace, "neigh show " + VIP + " dev lan0");
    }

    /** Needs Debian's package arping. Its exit code says the same as its words, and a silence is no failure here. */
    private String arpingSees(String address) {
        return lab.exec("a", "sh", "-c", "arping -0 -c 2 -w 1 -i lan0 " + address + " || true");
    }

    private MacAddress mac(String namespace) {
        return lab.call(namespace, () -> {
            try (Rtnetlink rtnetlink = Rtnetlink.open()) {
                return rtnetlink.link("lan0").orElseThrow().mac();
            }
        });
    }
}
