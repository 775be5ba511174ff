package io.arpfailover.agent.cli.arp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.scan.AddressRange;
import io.arpfailover.agent.scan.ScanTiming;
import io.arpfailover.agent.scan.Targets;
import io.arpfailover.agent.stack.Station;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RangeArgumentsTest {
    private static final MacAddress MAC = MacAddress.parse("02:00:0a:4d:00:01");

    @Test
    void theNetworksOfTheInterfaceAreTheDefault() {
        Station station = station("10.77.0.1/24", "10.78.0.1/30", "10.77.0.100/32");
        assertEquals(
                List.of(AddressRange.parse("10.77.0.0/24"), AddressRange.parse("10.78.0.0/30")),
                RangeArguments.ranges(List.of(), station));
        assertEquals(
                List.of(AddressRange.parse("10.9.0.0/24")), RangeArguments.ranges(List.of("10.9.0.0/24"), station));
    }

    @Test
    void anInterfaceWithoutANetworkSaysWhatToDo() {
        assertEquals(
                "lan0 has no network to ask; name one, as in: 10.77.0.0/24 -i lan0",
                message(() -> RangeArguments.ranges(List.of(), station("10.77.0.100/32"))));
    }

    @Test
    void anEightIsRefusedWithTheTimeItWouldTake() {
        assertEquals(
                "10.0.0.1-10.255.255.254: 16,777,214 addresses are too many, at 1,000 a second they take 9 h 19 min;"
                        + " name a part of 65,536 or fewer",
                message(() -> targets("10.0.0.0/8", Targets.USUAL_MOST)));
    }

    @Test
    void whatCanBeAllowedIsSaid() {
        assertEquals(
                "10.0.0.1-10.1.255.254: 131,070 addresses are too many, at 1,000 a second they take 4 min;"
                        + " name a part of 65,536 or fewer, or allow it with --most 131070",
                message(() -> targets("10.0.0.0/15", Targets.USUAL_MOST)));
        assertEquals(131_070, targets("10.0.0.0/15", 131_070).size());
    }

    @Test
    void asksWithTheOwnAddressOfTheNetworkElseWithoutOne() {
        Station station = station("10.77.0.1/24", "10.78.0.1/24");
        assertEquals(Ipv4Address.parse("10.78.0.1"), sender("", "10.78.0.0/24", station));
        assertEquals(Ipv4Address.ANY, sender("", "10.79.0.0/24", station));
        assertEquals(Ipv4Address.parse("10.77.0.1"), sender("10.77.0.1", "10.79.0.0/24", station));
        assertEquals(Ipv4Address.ANY, sender("0.0.0.0", "10.77.0.0/24", station));
    }

    @Test
    void refusesToAskWithAnAddressOfSomebodyElse() {
        assertEquals(
                "10.77.0.9 is not on lan0, and whoever is asked would send its traffic here; ask with an own address"
                        + " or with 0.0.0.0",
                message(() -> sender("10.77.0.9", "10.77.0.0/24", station("10.77.0.1/24"))));
    }

    private static String message(Runnable mistake) {
        return assertThrows(IllegalArgumentException.class, mistake::run).getMessage();
    }

    private static Ipv4Address sender(String told, String range, Station station) {
        Optional<String> source = Optional.of(told).filter(text -> !text.isEmpty());
        return RangeArguments.sender(source, targets(range, Targets.USUAL_MOST), station);
    }

    private static Targets targets(String range, int most) {
        return RangeArguments.targets(
                List.of(AddressRange.parse(range)), most, ScanTiming.DEFAULT, ScanTiming.DEFAULT_RATE);
    }

    private static Station station(String... prefixes) {
        return new Station(
                new LinkState(3, "lan0", MAC, true, true, true),
                Stream.of(prefixes).map(Ipv4Prefix::parse).toList(),
                Set.of(MAC),
                Optional.empty());
    }
}
