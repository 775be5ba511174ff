package io.arpfailover.agent.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.Clock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two links over loopback, two paths each, and a third party with sockets of its own. */
class PeerLinkIT {
    private static final List<Ipv4Address> OF_A = addresses("127.0.1.1", "127.9.1.1");
    private static final List<Ipv4Address> OF_B = addresses("127.9.1.2", "127.0.1.2");
    private static final Ipv4Address ELSEWHERE = Ipv4Address.parse("127.0.1.3");

    private final List<PeerLink.Received> inA = new CopyOnWriteArrayList<>();
    private final List<PeerLink.Received> inB = new CopyOnWriteArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final PeerCodec codec = new PeerCodec(Samples.SECRET);
    private PeerLink a;
    private PeerLink b;

    @BeforeEach
    void open() throws PeerException {
        a = PeerLink.open(settings(Samples.A, Samples.A_NOW, OF_A, 0), Clock.system(), inA::add, troubles::add);
        b = PeerLink.open(settings(Samples.B, Samples.B_NOW, OF_B, 0), Clock.system(), inB::add, text -> {});
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    @Test
    void aHeartbeatAndItsAnswerTakeEveryPath() {
        introduce();
        a.send(Samples.BEAT);
        NetnsLab.until("both heartbeats", () -> inB.size() == 2);
        assertEquals(List.of(heard(Samples.BEAT, 0), heard(Samples.BEAT, 1)), inOrderOfPaths(inB));
        b.send(Samples.PROMISE);
        NetnsLab.until("both answers", () -> inA.size() == 2);
        assertEquals(List.of(heard(Samples.PROMISE, 0), heard(Samples.PROMISE, 1)), inOrderOfPaths(inA));
        assertEquals(new PeerCounters(2, Map.of(), 2, 0, 0, 0), a.counters());
        assertEquals(new PeerCounters(2, Map.of(), 2, 0, 0, 0), b.counters());
    }

    @Test
    void eachPathJoinsTheAddressesThatAreClose() {
        introduce();
        a.send(Samples.BEAT);
        NetnsLab.until("both heartbeats", () -> inB.size() == 2);
        List<PathStatus> paths = b.paths();
        assertEquals(b.endpoints(), paths.stream().map(PathStatus::local).toList());
        assertEquals(
                Stream.of(1, 0).map(a.endpoints()::get).map(Optional::of).toList(),
                paths.stream().map(PathStatus::remote).toList());
        assertTrue(paths.stream()
                .allMatch(path -> path.received() == 1 && path.lastHeard().isPresent()));
        assertTrue(a.paths().stream()
                .allMatch(path -> path.sent() == 1 && path.lastHeard().isEmpty()));
    }

    @Test
    void nothingIsSentBeforeTheOtherIsKnownAndNothingHeard() {
        a.send(Samples.BEAT);
        assertEquals(new PeerCounters(0, Map.of(), 0, 0, 0, 0), a.counters());
        a.peer(Samples.B, Samples.B_NOW.toString(), texts(b.endpoints()));
        a.send(Samples.BEAT);
        untilDropped(b, PeerDrop.UNKNOWN_SENDER, 2);
        assertEquals(List.of(), inB);
    }

    @Test
    void aCapturedDatagramIsRefusedOnEveryPath() throws IOException {
        introduce();
        byte[] octets = codec.encode(fromB(5, a.endpoints().get(0)));
        from(ELSEWHERE, octets, a.endpoints().get(0));
        NetnsLab.until("the first", () -> inA.size() == 1);
        from(ELSEWHERE, octets, a.endpoints().get(0));
        untilDropped(a, PeerDrop.REPLAYED, 1);
        from(
                ELSEWHERE,
                codec.encode(fromB(4, a.endpoints().get(0))),
                a.endpoints().get(0));
        untilDropped(a, PeerDrop.REPLAYED, 2);
        from(ELSEWHERE, octets, a.endpoints().get(1));
        untilDropped(a, PeerDrop.WRONG_PATH, 1);
        assertEquals(1, inA.size());
    }

    @Test
    void afterANewCardOnlyTheNewRunIsHeard() throws PeerException {
        introduce();
        a.peer(Samples.B, "00000000000000ff", texts(b.endpoints()));
        b.send(Samples.PROMISE);
        untilDropped(a, PeerDrop.OLD_INCARNATION, 2);
        a.send(Samples.BEAT);
        untilDropped(b, PeerDrop.NOT_FOR_US, 2);
        assertEquals(List.of(), inA);
        assertEquals(List.of(), inB);
    }

    @Test
    void everythingElseIsCountedAndDropped() throws IOException {
        introduce();
        byte[] good = codec.encode(fromB(1, a.endpoints().get(0)));
        PeerEndpoint to = a.endpoints().get(0);
        from(ELSEWHERE, new byte[0], to);
        from(ELSEWHERE, Arrays.copyOf(good, 80), to);
        from(ELSEWHERE, Arrays.copyOf(good, 1400), to);
        from(ELSEWHERE, changed(good, 0), to);
        from(ELSEWHERE, changed(good, 4), to);
        from(ELSEWHERE, changed(good, 40), to);
        NetnsLab.until(
                "all are counted",
                () -> a.counters().dropped().values().stream()
                                .mapToLong(count -> count)
                                .sum()
                        == 6);
        assertEquals(
                Map.of(
                        PeerDrop.TRUNCATED, 2L,
                        PeerDrop.TOO_LONG, 1L,
                        PeerDrop.FOREIGN, 1L,
                        PeerDrop.OTHER_VERSION, 1L,
                        PeerDrop.BAD_MAC, 1L),
                a.counters().dropped());
        assertEquals(List.of(), troubles, "a stranger's datagrams are nobody's trouble");
    }

    @Test
    void theOtherServersUnverifiableDatagramsAreToldOnce() throws IOException {
        introduce();
        Ipv4Address ofB = OF_B.get(0);
        byte[] bad = changed(codec.encode(fromB(1, a.endpoints().get(1))), 40);
        from(ofB, bad, a.endpoints().get(1));
        from(ofB, bad, a.endpoints().get(1));
        untilDropped(a, PeerDrop.BAD_MAC, 2);
        from(ofB, changed(bad, 4), a.endpoints().get(1));
        untilDropped(a, PeerDrop.OTHER_VERSION, 1);
        NetnsLab.until("both are told", () -> troubles.size() == 2);
        assertEquals(
                "datagrams from 127.9.1.2 do not verify: the secrets differ;"
                        + " give both servers the same peer.secretFile",
                troubles.get(0));
        assertTrue(troubles.get(1).startsWith("datagrams from 127.9.1.2 are of format 0 "), troubles.get(1));
    }

    @Test
    void whatMakesNoSenseOnACardIsLeftOut() {
        List<String> endpoints = Stream.concat(
                        Stream.of("b:5227", "127.0.1.2:0", b.endpoints().get(0).toString()),
                        Stream.of(b.endpoints().get(0).toString()))
                .toList();
        a.peer(Samples.B, Samples.B_NOW.toString(), endpoints);
        assertEquals(3, a.counters().cardFaults());
        assertTrue(a.paths().stream()
                .allMatch(path -> path.remote().equals(Optional.of(b.endpoints().get(0)))));
        a.peer(Samples.B, "not an incarnation", List.of());
        assertEquals(4, a.counters().cardFaults());
        assertTrue(a.paths().get(0).remote().isPresent(), "the card before stays");
    }

    @Test
    void aCardWithoutEndpointsIsHeardButNotSentTo() {
        introduce();
        a.peer(Samples.B, Samples.B_NOW.toString(), List.of());
        a.send(Samples.BEAT);
        assertEquals(0, a.counters().sent());
        b.send(Samples.PROMISE);
        NetnsLab.until("both answers", () -> inA.size() == 2);
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        PeerEndpoint taken = a.endpoints().get(0);
        assertEquals(
                "peer.listen: UDP port " + taken.port() + " of 127.0.1.1 is used by another program; stop it,"
                        + " or set another 'port:' under 'peer:' on both servers",
                refusal(addresses("127.0.1.1"), taken.port()));
    }

    @Test
    void anAddressThisServerHasNotIsSaidAndNothingStaysOpen() throws PeerException {
        int port = a.endpoints().get(0).port();
        assertEquals(
                "peer.listen: 192.0.2.1 is no address of this server; name one that 'ip -4 addr' shows, or add it first",
                refusal(addresses("127.0.1.9", "192.0.2.1"), port));
        PeerLink.open(
                        settings(Samples.A, Samples.A_NOW, addresses("127.0.1.9"), port),
                        Clock.system(),
                        inA::add,
                        troubles::add)
                .close();
    }

    @Test
    void closedItSendsNothingAndMayBeClosedAgain() {
        introduce();
        a.close();
        a.send(Samples.BEAT);
        assertEquals(2, a.counters().notSent());
        a.close();
    }

    private void introduce() {
        a.peer(Samples.B, Samples.B_NOW.toString(), texts(b.endpoints()));
        b.peer(Samples.A, Samples.A_NOW.toString(), texts(a.endpoints()));
    }

    private static void untilDropped(PeerLink link, PeerDrop reason, long count) {
        NetnsLab.until(count + " " + reason, () -> link.counters().dropped().getOrDefault(reason, 0L) == count);
    }

    private static PeerDatagram fromB(long counter, PeerEndpoint to) {
        return new PeerDatagram(Samples.WEB, Samples.B, Samples.B_NOW, Samples.A_NOW, counter, to, Samples.PROMISE);
    }

    private static byte[] changed(byte[] octets, int at) {
        byte[] changed = octets.clone();
        changed[at] ^= 1;
        return changed;
    }

    private static void from(Ipv4Address address, byte[] octets, PeerEndpoint to) throws IOException {
        InetSocketAddress any = PeerEndpoint.socketAddress(address, 0);
        try (DatagramSocket socket = new DatagramSocket(any)) {
            socket.send(new DatagramPacket(octets, octets.length, to.socketAddress()));
        }
    }

    private static String refusal(List<Ipv4Address> listen, int port) {
        PeerSettings settings = settings(Samples.A, Samples.A_NOW, listen, port);
        return assertThrows(
                        PeerException.class, () -> PeerLink.open(settings, Clock.system(), message -> {}, text -> {}))
                .getMessage();
    }

    private static PeerSettings settings(NodeName self, Incarnation incarnation, List<Ipv4Address> listen, int port) {
        return new PeerSettings(Samples.WEB, self, incarnation.toString(), listen, port, Samples.SECRET);
    }

    private static List<PeerLink.Received> inOrderOfPaths(List<PeerLink.Received> received) {
        return received.stream()
                .sorted((one, other) -> Integer.compare(one.path(), other.path()))
                .toList();
    }

    private static PeerLink.Received heard(PeerMessage message, int path) {
        return new PeerLink.Received(message, path);
    }

    private static List<String> texts(List<PeerEndpoint> endpoints) {
        return endpoints.stream().map(PeerEndpoint::toString).toList();
    }

    private static List<Ipv4Address> addresses(String... texts) {
        return Arrays.stream(texts).map(Ipv4Address::parse).toList();
    }
}
