package io.arpfailover.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.kernel.KernelEvent.AddressAdded;
import io.arpfailover.agent.kernel.KernelEvent.AddressRemoved;
import io.arpfailover.agent.kernel.KernelEvent.LinkChanged;
import io.arpfailover.agent.kernel.KernelEvent.LinkGone;
import io.arpfailover.agent.kernel.KernelResult.Done;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.KernelResult.Reason;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links, addresses and routes of the real kernel, and what it tells when they change. */
class RtnetlinkNetnsIT {
    private static final Ipv4Prefix VIP = Ipv4Prefix.parse("10.9.0.100/24");
    private static final Ipv4Prefix ALONE = Ipv4Prefix.parse("10.9.0.101/32");
    private static final Ipv4Prefix OWN = Ipv4Prefix.parse("10.9.0.1/24");

    private final NetnsLab lab = NetnsLab.create();
    private final List<KernelEvent> events = new CopyOnWriteArrayList<>();
    private Rtnetlink rtnetlink;
    private KernelWatch watch;

    @BeforeEach
    void open() {
        lab.cable("a", "lan0", "b", "lan0");
        lab.ip("a", "addr add 10.9.0.1/24 dev lan0");
        rtnetlink = lab.call("a", Rtnetlink::open);
        watch = lab.call("a", () -> KernelWatch.open(events::add));
    }

    @AfterEach
    void close() {
        watch.close();
        rtnetlink.close();
        lab.close();
    }

    @Test
    void readsLinks() {
        LinkState lan0 = rtnetlink.link("lan0").orElseThrow();
        assertTrue(lan0.up() && lan0.carrier() && lan0.arp(), lan0.toString());
        String shown = lab.ip("a", "link show lan0");
        assertTrue(shown.contains(lan0.mac().toString()) && shown.startsWith(lan0.index() + ": "), shown);
        assertEquals(List.of(lan0.mac()), rtnetlink.macs());
        assertFalse(rtnetlink.link("lo").orElseThrow().arp());
        assertEquals(
                List.of("lan0", "lo"),
                rtnetlink.links().stream().map(LinkState::name).sorted().toList());
    }

    @Test
    void aNameThatNoInterfaceHasIsAbsent() {
        assertEquals(Optional.empty(), rtnetlink.link("lan1"));
        assertEquals(Optional.empty(), rtnetlink.link(""));
        assertEquals(Optional.empty(), rtnetlink.link("longer-than-any-interface"));
    }

    @Test
    void readsManyLinksInSeveralDatagrams() {
        for (int i = 0; i < 30; i++) {
            lab.ip("a", "link add d" + i + " type veth peer name e" + i);
        }
        assertEquals(62, rtnetlink.links().size());
    }

    @Test
    void assignsRefreshesAndRemovesAnAddress() {
        assertEquals(new Done(), rtnetlink.assign(lan0(), VIP, Duration.ofMinutes(1)));
        assertTrue(lab.ip("a", "addr show lan0").contains("inet 10.9.0.100/24 brd 10.9.0.255 scope global"));
        Duration first = address(VIP).validFor().orElseThrow();
        assertTrue(first.toSeconds() > 50 && first.toSeconds() <= 60, first.toString());
        assertEquals(new Done(), rtnetlink.assign(lan0(), VIP, Duration.ofMinutes(10)));
        assertTrue(address(VIP).validFor().orElseThrow().toSeconds() > 500);
        assertTrue(address(VIP).ours());
        assertEquals(new Done(), rtnetlink.remove(lan0(), VIP));
        assertFalse(has(VIP));
        assertTrue(has(OWN));
    }

    @Test
    void assignsAHostAddressWithoutABroadcast() {
        assertEquals(new Done(), rtnetlink.assign(lan0(), ALONE, Duration.ofMinutes(1)));
        assertTrue(address(ALONE).ours());
        assertTrue(lab.ip("a", "addr show lan0").contains("inet 10.9.0.101/32 scope global"));
    }

    @Test
    void theKernelDeletesWhatNobodyRefreshes() {
        rtnetlink.assign(lan0(), VIP, Duration.ofSeconds(1));
        untilTold(event -> event.equals(new AddressRemoved(lan0(), VIP)));
        assertFalse(has(VIP));
    }

    @Test
    void anAddressOfSomebodyElseIsNotOurs() {
        assertFalse(address(OWN).ours());
        assertEquals(Optional.empty(), address(OWN).validFor());
        lab.ip("a", "addr add 10.9.0.7/24 dev lan0 valid_lft 100 preferred_lft 100");
        Ipv4Prefix leased = Ipv4Prefix.parse("10.9.0.7/24");
        assertTrue(address(leased).validFor().isPresent());
        assertFalse(address(leased).ours(), "a DHCP client's, on a kernel that keeps the mark");
    }

    @Test
    void assigningAnAddressOfSomebodyElseGivesItALifetime() {
        assertEquals(new Done(), rtnetlink.assign(lan0(), OWN, Duration.ofMinutes(1)));
        assertTrue(address(OWN).validFor().isPresent());
    }

    @Test
    void assignsAndRemovesManyAtOnce() {
        List<Ipv4Prefix> many = IntStream.range(0, 1000)
                .mapToObj(i -> Ipv4Prefix.parse("10.9." + (4 + i / 250) + "." + (1 + i % 250) + "/16"))
                .toList();
        assertEquals(new Done(), rtnetlink.assign(lan0(), many, Duration.ofMinutes(1)));
        assertEquals(1001, rtnetlink.addresses(lan0()).size());
        assertEquals(new Done(), rtnetlink.assign(lan0(), many, Duration.ofMinutes(10)));
        assertEquals(
                1000,
                rtnetlink.addresses(lan0()).stream()
                        .flatMap(address -> address.validFor().stream())
                        .filter(validFor -> validFor.toSeconds() > 500)
                        .count());
        assertEquals(new Done(), rtnetlink.remove(lan0(), many));
        assertEquals(new Done(), rtnetlink.remove(lan0(), many));
        assertEquals(1, rtnetlink.addresses(lan0()).size());
    }

    @Test
    void oneOfManyThatFailsKeepsNoOtherFromBeingDone() {
        try (NetlinkSocket socket = lab.call("a", () -> NetlinkSocket.open(NetlinkSocket.ROUTE, 0))) {
            for (int failing = 0; failing < 3; failing++) {
                List<NetlinkRequest> requests = new ArrayList<>(List.of(
                        AddressMessage.assign(lan0(), VIP, Duration.ofMinutes(1)),
                        AddressMessage.assign(lan0(), ALONE, Duration.ofMinutes(1))));
                requests.add(failing, AddressMessage.assign(4711, VIP, Duration.ofMinutes(1)));
                List<Errno> expected = new ArrayList<>(List.of(Errno.NONE, Errno.NONE));
                expected.add(failing, Errno.ENODEV);
                assertEquals(expected, socket.exchange(requests));
                assertTrue(has(VIP) && has(ALONE));
                rtnetlink.remove(lan0(), List.of(VIP, ALONE));
            }
        }
    }

    @Test
    void aWatchCanLeaveOutWhatOneSocketDoes() {
        List<KernelEvent> told = new CopyOnWriteArrayList<>();
        KernelWatch others = lab.call("a", () -> KernelWatch.open(rtnetlink, told::add));
        try (others) {
            rtnetlink.assign(lan0(), VIP, Duration.ofMinutes(1));
            rtnetlink.remove(lan0(), VIP);
            untilTold(event -> event.equals(new AddressRemoved(lan0(), VIP)));
            rtnetlink.assign(lan0(), ALONE, Duration.ofSeconds(1));
            NetnsLab.until("the end of a lifetime", () -> told.contains(new AddressRemoved(lan0(), ALONE)));
            lab.ip("a", "addr add 10.9.0.9/24 dev lan0");
            Ipv4Prefix foreign = Ipv4Prefix.parse("10.9.0.9/24");
            NetnsLab.until("another's", () -> told.contains(new AddressAdded(lan0(), foreign, false)));
            assertEquals(
                    List.of(new AddressRemoved(lan0(), ALONE), new AddressAdded(lan0(), foreign, false)),
                    told.stream()
                            .filter(event -> !(event instanceof LinkChanged))
                            .toList());
        }
    }

    @Test
    void removingWhatIsNotThereIsDone() {
        assertEquals(new Done(), rtnetlink.remove(lan0(), VIP));
        assertEquals(new Done(), rtnetlink.remove(4711, VIP));
    }

    @Test
    void assigningToNoInterfaceIsRefused() {
        Failed failed = assertInstanceOf(Failed.class, rtnetlink.assign(4711, VIP, Duration.ofSeconds(1)));
        assertEquals(Reason.INTERFACE_GONE, failed.reason());
        assertTrue(failed.text().startsWith("cannot assign 10.9.0.100/24 to interface 4711: ENODEV"), failed.text());
    }

    @Test
    void theGatewayIsThatOfTheDefaultRouteWithTheLowestMetric() {
        assertEquals(Optional.empty(), rtnetlink.defaultGateway());
        lab.ip("a", "route add default via 10.9.0.254 metric 100");
        assertEquals(gateway("10.9.0.254"), rtnetlink.defaultGateway());
        lab.ip("a", "route add default via 10.9.0.253 metric 20");
        lab.ip("a", "route add 10.0.0.0/8 via 10.9.0.252");
        lab.ip("a", "route add default via 10.9.0.251 table 7");
        assertEquals(gateway("10.9.0.253"), rtnetlink.defaultGateway());
        lab.ip("a", "route add default metric 1 nexthop via 10.9.0.250 nexthop via 10.9.0.249");
        assertEquals(gateway("10.9.0.250"), rtnetlink.defaultGateway());
    }

    @Test
    void tellsOfAddresses() {
        rtnetlink.assign(lan0(), VIP, Duration.ofMinutes(1));
        untilTold(event -> event.equals(new AddressAdded(lan0(), VIP, true)));
        lab.ip("a", "addr del 10.9.0.100/24 dev lan0");
        untilTold(event -> event.equals(new AddressRemoved(lan0(), VIP)));
        lab.ip("a", "addr add 10.9.0.9/24 dev lan0");
        untilTold(event -> event.equals(new AddressAdded(lan0(), Ipv4Prefix.parse("10.9.0.9/24"), false)));
    }

    @Test
    void tellsOfCarrierAndState() {
        lab.ip("b", "link set lan0 down");
        untilTold(event -> event instanceof LinkChanged changed
                && changed.link().name().equals("lan0")
                && changed.link().up()
                && !changed.link().carrier());
        lab.ip("b", "link set lan0 up");
        untilTold(event -> event instanceof LinkChanged changed
                && changed.link().up()
                && changed.link().carrier());
        lab.ip("a", "link set lan0 down");
        untilTold(
                event -> event instanceof LinkChanged changed && !changed.link().up());
    }

    @Test
    void tellsOfANewMacAddress() {
        lab.ip("a", "link set lan0 address 02:00:00:00:00:99");
        untilTold(event -> event instanceof LinkChanged changed
                && changed.link().mac().toString().equals("02:00:00:00:00:99"));
    }

    @Test
    void tellsOfAnInterfaceThatWasRenamedOrDeleted() {
        lab.ip("a", "link set lan0 name lan9");
        untilTold(event -> event.equals(new LinkGone("lan0")));
        untilTold(event ->
                event instanceof LinkChanged changed && changed.link().name().equals("lan9"));
        lab.ip("a", "link del lan9");
        untilTold(event -> event.equals(new LinkGone("lan9")));
    }

    @Test
    void aPortThatLeavesABridgeIsNotGone() {
        lab.ip("a", "link add br0 type bridge");
        lab.ip("a", "link set lan0 master br0");
        lab.ip("a", "link set lan0 nomaster");
        lab.ip("a", "link del br0");
        untilTold(event -> event.equals(new LinkGone("br0")));
        assertFalse(events.contains(new LinkGone("lan0")));
    }

    @Test
    void tellsThatEventsWereLost() {
        CountDownLatch flooded = new CountDownLatch(1);
        List<KernelEvent> told = new CopyOnWriteArrayList<>();
        KernelWatch slow = lab.call(
                "a",
                () -> KernelWatch.open(event -> {
                    awaitQuietly(flooded);
                    told.add(event);
                }));
        for (int i = 0; i < 8000; i++) {
            rtnetlink.assign(lan0(), VIP, Duration.ofSeconds(60 + i % 2));
        }
        flooded.countDown();
        NetnsLab.until("an overrun", () -> told.contains(new KernelEvent.Overrun()));
        slow.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int lan0() {
        return rtnetlink.link("lan0").orElseThrow().index();
    }

    private boolean has(Ipv4Prefix prefix) {
        return rtnetlink.addresses(lan0()).stream()
                .anyMatch(address -> address.prefix().equals(prefix));
    }

    private AssignedAddress address(Ipv4Prefix prefix) {
        return rtnetlink.addresses(lan0()).stream()
                .filter(address -> address.prefix().equals(prefix))
                .findFirst()
                .orElseThrow();
    }

    private Optional<DefaultGateway> gateway(String address) {
        return Optional.of(new DefaultGateway(Ipv4Address.parse(address), lan0()));
    }

    private void untilTold(Predicate<KernelEvent> wanted) {
        NetnsLab.until("the event; told: " + events, () -> events.stream().anyMatch(wanted));
    }
}
