package io.arpfailover.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.arpfailover.agent.kernel.KernelEvent.NeighborChanged;
import io.arpfailover.agent.kernel.KernelEvent.NeighborGone;
import io.arpfailover.agent.kernel.KernelResult.Done;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.KernelResult.Reason;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real kernel's neighbour table, beside what {@code ip -s -j neigh} shows of it. */
class NeighborsNetnsIT {
    private static final Ipv4Address PEER = Ipv4Address.parse("10.9.0.2");
    private static final Ipv4Address ABSENT = Ipv4Address.parse("10.9.0.9");
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:99");
    /** `ip` counts whole seconds, and is asked a moment later. */
    private static final int SECONDS_APART = 2;

    private final NetnsLab lab = NetnsLab.create();
    private Rtnetlink rtnetlink;

    @BeforeEach
    void open() {
        lab.cable("a", "lan0", "b", "lan0");
        lab.ip("a", "addr add 10.9.0.1/24 dev lan0");
        lab.ip("b", "addr add 10.9.0.2/24 dev lan0");
        rtnetlink = lab.call("a", Rtnetlink::open);
    }

    @AfterEach
    void close() {
        rtnetlink.close();
        lab.close();
    }

    @Test
    void readsWhatIpShows() throws IOException {
        lab.exec("a", "ping", "-c", "1", "-W", "2", "10.9.0.2");
        lab.ip("a", "neigh add 10.9.0.3 lladdr 02:00:00:00:00:03 nud stale dev lan0");
        lab.ip("a", "neigh add 10.9.0.4 lladdr 02:00:00:00:00:04 nud permanent router dev lan0");
        lab.ip("a", "neigh add 10.9.0.5 lladdr 02:00:00:00:00:05 nud noarp dev lan0");
        lab.ip("a", "neigh add 10.9.0.6 nud failed dev lan0");
        Map<Ipv4Address, NeighborEntry> read =
                rtnetlink.neighbors(lan0()).stream().collect(Collectors.toMap(NeighborEntry::address, entry -> entry));
        JsonNode shown = new ObjectMapper().readTree(lab.ip("a", "-4 -s -j neigh show dev lan0 nud all"));
        assertEquals(5, read.size(), read.toString());
        assertEquals(5, shown.size(), shown.toString());
        for (JsonNode entry : shown) {
            isTheSame(entry, read.get(Ipv4Address.parse(entry.get("dst").asText())));
        }
        assertTrue(read.get(Ipv4Address.parse("10.9.0.4")).router());
        assertEquals(NeighborState.REACHABLE, read.get(PEER).state());
    }

    private static void isTheSame(JsonNode shown, NeighborEntry read) {
        assertEquals(
                Optional.ofNullable(shown.get("lladdr")).map(JsonNode::asText),
                read.mac().map(MacAddress::toString),
                shown.toString());
        assertEquals(shown.get("state").get(0).asText(), read.state().name());
        assertEquals(shown.path("probes").asInt(), read.probes());
        assertEquals(shown.path("refcnt").asInt(), read.references());
        assertEquals(shown.has("router"), read.router());
        isNear(shown.path("used"), read.used());
        isNear(shown.path("confirmed"), read.confirmed());
        isNear(shown.path("updated"), read.updated());
    }

    private static void isNear(JsonNode seconds, Duration age) {
        assertTrue(Math.abs(seconds.asLong() - age.toSeconds()) <= SECONDS_APART, seconds + " and " + age);
    }

    @Test
    void readsOneThatDoesNotAnswer() {
        lab.in("a", () -> {
            Process ping = new ProcessBuilder("ping", "-c", "1", "-W", "1", ABSENT.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            NetnsLab.until(
                    "a question",
                    () -> entry(ABSENT)
                            .filter(entry -> entry.state() == NeighborState.INCOMPLETE && entry.probes() > 0)
                            .isPresent());
            ping.waitFor();
        });
        assertEquals(Optional.empty(), entry(ABSENT).flatMap(NeighborEntry::mac));
        NetnsLab.until("it fails", () -> entry(ABSENT).orElseThrow().state() == NeighborState.FAILED);
    }

    @Test
    void setsAndRemovesAPermanentEntry() {
        assertEquals(new Done(), rtnetlink.putNeighbor(lan0(), PEER, MAC));
        NeighborEntry entry = entry(PEER).orElseThrow();
        assertEquals(NeighborState.PERMANENT, entry.state());
        assertEquals(Optional.of(MAC), entry.mac());
        peerAsks();
        assertEquals(Optional.of(MAC), entry(PEER).orElseThrow().mac(), "no frame changes it");
        assertEquals(new Done(), rtnetlink.removeNeighbor(lan0(), PEER));
        assertEquals(Optional.empty(), entry(PEER));
        assertEquals(new Done(), rtnetlink.removeNeighbor(lan0(), PEER));
    }

    @Test
    void takesThePlaceOfWhatWasLearned() {
        lab.exec("a", "ping", "-c", "1", "-W", "2", "10.9.0.2");
        assertEquals(new Done(), rtnetlink.putNeighbor(lan0(), PEER, MAC));
        assertEquals(Optional.of(MAC), entry(PEER).orElseThrow().mac());
    }

    @Test
    void whatCannotBeSetIsRefused() {
        Failed failed = assertInstanceOf(Failed.class, rtnetlink.putNeighbor(4711, PEER, MAC));
        assertEquals(Reason.INTERFACE_GONE, failed.reason());
        assertTrue(
                failed.text().startsWith("cannot set 10.9.0.2 to 02:00:00:00:00:99 on interface 4711: ENODEV"),
                failed.text());
        MacAddress group = MacAddress.BROADCAST;
        assertThrows(IllegalArgumentException.class, () -> rtnetlink.putNeighbor(lan0(), PEER, group));
    }

    @Test
    void manyAreReadInSeveralDatagramsAndRemovedTogether() {
        List<Ipv4Address> many = IntStream.range(1, 1000)
                .mapToObj(i -> new Ipv4Address(0x0a09_1000 + i))
                .toList();
        many.forEach(address -> rtnetlink.putNeighbor(lan0(), address, MAC));
        assertEquals(999, rtnetlink.neighbors(lan0()).size());
        assertEquals(new Done(), rtnetlink.removeNeighbors(lan0(), many));
        assertEquals(List.of(), rtnetlink.neighbors(lan0()));
    }

    @Test
    void eachInterfaceHasATableOfItsOwn() {
        lab.cable("a", "lan1", "b", "lan1");
        rtnetlink.putNeighbor(lan0(), PEER, MAC);
        assertEquals(
                List.of(),
                rtnetlink.neighbors(rtnetlink.link("lan1").orElseThrow().index()));
        assertEquals(List.of(), rtnetlink.neighbors(4711));
    }

    @Test
    void proxiedAddressesAreAListOfTheirOwn() {
        lab.ip("a", "neigh add proxy 10.9.0.77 dev lan0");
        assertEquals(Optional.empty(), entry(Ipv4Address.parse("10.9.0.77")));
        NeighborEntry proxied = rtnetlink.proxies(lan0()).get(0);
        assertEquals(Ipv4Address.parse("10.9.0.77"), proxied.address());
        assertTrue(proxied.proxy());
    }

    @Test
    @SuppressWarnings("try") // what is only held is not used
    void tellsOfChangesWhoAskedForThem() {
        List<KernelEvent> told = new CopyOnWriteArrayList<>();
        List<KernelEvent> toldToOthers = new CopyOnWriteArrayList<>();
        try (KernelWatch watch = lab.call("a", () -> KernelWatch.openWithNeighbors(told::add));
                KernelWatch other = lab.call("a", () -> KernelWatch.open(toldToOthers::add))) {
            rtnetlink.putNeighbor(lan0(), PEER, MAC);
            NetnsLab.until(
                    "the entry; told: " + told,
                    () -> told.stream()
                            .anyMatch(event -> event instanceof NeighborChanged changed
                                    && changed.entry().address().equals(PEER)
                                    && changed.entry().mac().equals(Optional.of(MAC))));
            rtnetlink.removeNeighbor(lan0(), PEER);
            NetnsLab.until("its end; told: " + told, () -> told.contains(new NeighborGone(lan0(), PEER)));
            lab.ip("a", "addr add 10.9.0.7/24 dev lan0");
            NetnsLab.until("an address", () -> !toldToOthers.isEmpty());
            assertTrue(toldToOthers.stream().noneMatch(NeighborChanged.class::isInstance), toldToOthers.toString());
        }
    }

    /** Its request, which carries another MAC for its address, has been seen here when it is answered. */
    private void peerAsks() {
        lab.in("b", () -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                InetAddress here = InetAddress.getByName("10.9.0.1");
                socket.send(new DatagramPacket(new byte[1], 1, here, 9));
            }
        });
        NetnsLab.until("an answer", () -> lab.ip("b", "neigh show 10.9.0.1").contains("lladdr"));
    }

    private Optional<NeighborEntry> entry(Ipv4Address address) {
        return rtnetlink.neighbors(lan0()).stream()
                .filter(entry -> entry.address().equals(address))
                .findFirst();
    }

    private int lan0() {
        return rtnetlink.link("lan0").orElseThrow().index();
    }
}
