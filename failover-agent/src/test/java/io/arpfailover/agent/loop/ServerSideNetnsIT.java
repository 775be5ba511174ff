package io.arpfailover.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.kernel.KernelLease;
import io.arpfailover.agent.kernel.KernelResult;
import io.arpfailover.agent.kernel.KernelWatch;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.takeover.Event;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many addresses on the real kernel, nearly always without a lease. */
class ServerSideNetnsIT {
    private static final List<Ipv4Prefix> PREFIXES = IntStream.range(0, 300)
            .mapToObj(i -> Ipv4Prefix.parse("10.9." + (4 + i / 250) + "." + (1 + i % 250) + "/16"))
            .toList();
    private static final List<Ipv4Address> ADDRESSES =
            PREFIXES.stream().map(Ipv4Prefix::address).toList();
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int PART = 128;

    private final NetnsLab lab = NetnsLab.create();
    private Rtnetlink rtnetlink;
    private ServerSide server;

    @BeforeEach
    void open() {
        lab.cable("a", "lan0", "b", "lan0");
        rtnetlink = lab.call("a", Rtnetlink::open);
        server = server(Optional.empty());
    }

    @AfterEach
    void close() {
        rtnetlink.close();
        lab.close();
    }

    @Test
    void assignsAndRemovesPartByPart() {
        for (List<Ipv4Address> part : parts()) {
            assertFalse(inPlace());
            assertEquals(Optional.empty(), server.assign(part, LONG).failure());
        }
        assertTrue(inPlace());
        for (List<Ipv4Address> part : parts()) {
            server.removeAddresses(part);
            assertFalse(inPlace());
        }
        assertEquals(0, present());
    }

    @Test
    void removesPartByPartOnlyWhatItAssigned() {
        lab.ip("a", "addr add " + PREFIXES.get(0) + " dev lan0");
        assertEquals(
                Optional.empty(), server.assign(ADDRESSES.subList(1, 3), LONG).failure());
        server.removeAddresses(ADDRESSES);
        assertEquals(1, present());
        server.removeAddresses();
        assertEquals(1, present());
    }

    @Test
    void missesWhatSomebodyTookOff() {
        assertEquals(Optional.empty(), server.assign(ADDRESSES, LONG).failure());
        lab.ip("a", "addr del " + PREFIXES.get(299) + " dev lan0");
        List<Event> events = server.lookAgain();
        assertEquals(new Event.AddressesRemoved(List.of(ADDRESSES.get(299))), events.get(1));
        server.removeAddresses();
        assertEquals(0, present());
    }

    @Test
    void saysThatTheInterfaceIsAway() {
        lab.ip("a", "link del lan0");
        assertEquals(
                Optional.of("interface lan0 does not exist"),
                server.assign(ADDRESSES.subList(0, 1), LONG).failure());
        server.removeAddresses(ADDRESSES);
    }

    @Test
    void followsANewMacAddress() {
        KernelWatch watch = lab.call("a", () -> KernelWatch.open(rtnetlink, server::told));
        try (watch) {
            MacAddress before = server.mac().orElseThrow();
            assertEquals(before, rtnetlink.link("lan0").orElseThrow().mac());
            MacAddress after = MacAddress.parse("02:00:00:00:00:99");
            lab.ip("a", "link set lan0 address " + after);
            NetnsLab.until("the new address", () -> server.mac().equals(Optional.of(after)));
            lab.ip("a", "link del lan0");
            NetnsLab.until("no address", () -> server.mac().isEmpty());
        }
    }

    @Test
    void isSilentWithoutALeaseWhenTheAddressesAreOff() {
        assertEquals(Optional.empty(), server.assign(ADDRESSES, LONG).failure());
        server.revokeLease();
        assertEquals(0, present());
    }

    @Test
    void haltsWhenAnAddressCannotBeSilenced() {
        lab.ip("a", "addr add " + PREFIXES.get(0) + " dev lan0");
        assertThrows(Halted.class, server::revokeLease);
        assertFalse(server.clear());
    }

    @Test
    void rulesThatSomebodyTookAwayComeBackToSilenceWhatIsLeft() {
        try (KernelLease kernel =
                lab.call("a", () -> KernelLease.open(new ClusterName("web"), "lan0", ADDRESSES.subList(0, 1)))) {
            ServerSide leased = server(Optional.of(new LeaseKeeper(kernel, Clock.system())));
            assertEquals(new KernelResult.Done(), leased.prepare());
            lab.ip("a", "addr add " + PREFIXES.get(0) + " dev lan0");
            lab.exec("a", "nft", "flush ruleset");
            leased.revokeLease();
            assertTrue(kernel.isInstalled());
            assertTrue(kernel.remaining().isEmpty());
        }
    }

    private ServerSide server(Optional<LeaseKeeper> lease) {
        return new ServerSide("lan0", PREFIXES, rtnetlink, lease, why -> {
            throw new Halted(why);
        });
    }

    /** In the program nothing goes on after this. */
    private static final class Halted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Halted(String why) {
            super(why);
        }
    }

    private boolean inPlace() {
        MonotonicTime now = Clock.system().now();
        return server.found(Optional.empty(), now, now).addressesInPlace();
    }

    private static List<List<Ipv4Address>> parts() {
        return List.of(
                ADDRESSES.subList(0, PART),
                ADDRESSES.subList(PART, 2 * PART),
                ADDRESSES.subList(2 * PART, ADDRESSES.size()));
    }

    private long present() {
        return rtnetlink.addresses(rtnetlink.link("lan0").orElseThrow().index()).size();
    }
}
