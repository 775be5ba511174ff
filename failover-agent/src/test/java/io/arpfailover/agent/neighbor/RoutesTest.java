package io.arpfailover.agent.neighbor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 1122 section 3.3.1: the longest prefix decides. */
class RoutesTest {
    private static final Routes ROUTES = new Routes(
            List.of(prefix("10.9.0.1/24"), prefix("10.9.0.129/28"), prefix("10.8.0.0/31"), prefix("10.7.0.1/32")),
            List.of(
                    Route.byDefault(Ipv4Address.parse("10.9.0.254")),
                    new Route(prefix("10.9.0.64/26"), Ipv4Address.parse("10.9.0.253")),
                    new Route(prefix("10.9.0.128/28"), Ipv4Address.parse("10.9.0.252")),
                    new Route(prefix("192.168.0.0/16"), Ipv4Address.parse("10.9.0.251")),
                    new Route(prefix("192.168.0.0/16"), Ipv4Address.parse("10.9.0.250"))));

    @ParameterizedTest
    @CsvSource({
        "10.9.0.5,         OnLink 10.9.0.5",
        "10.9.0.254,       OnLink 10.9.0.254",
        "10.9.0.70,        ThroughGateway 10.9.0.253",
        "10.9.0.130,       OnLink 10.9.0.130",
        "192.168.3.4,      ThroughGateway 10.9.0.251",
        "8.8.8.8,          ThroughGateway 10.9.0.254",
        "10.8.0.1,         OnLink 10.8.0.1",
        "10.9.0.1,         Own",
        "10.7.0.1,         Own",
        "10.9.0.255,       ToGroup ff:ff:ff:ff:ff:ff",
        "10.9.0.143,       ToGroup ff:ff:ff:ff:ff:ff",
        "255.255.255.255,  ToGroup ff:ff:ff:ff:ff:ff",
        "224.0.0.251,      ToGroup 01:00:5e:00:00:fb",
        "239.255.255.255,  ToGroup 01:00:5e:7f:ff:ff",
        "127.0.0.1,        NoRoute",
        "0.0.0.0,          NoRoute",
    })
    void decides(String destination, String expected) {
        assertEquals(decision(expected), ROUTES.decide(Ipv4Address.parse(destination)));
    }

    @ParameterizedTest
    @CsvSource({"10.9.0.5, OnLink 10.9.0.5", "8.8.8.8, NoRoute"})
    void withoutAGatewayThereIsOnlyTheLink(String destination, String expected) {
        Routes alone = new Routes(List.of(prefix("10.9.0.1/24")), List.of());
        assertEquals(decision(expected), alone.decide(Ipv4Address.parse(destination)));
    }

    private static RoutingDecision decision(String words) {
        String[] parts = words.split(" ", -1);
        return switch (parts[0]) {
            case "OnLink" -> new RoutingDecision.OnLink(Ipv4Address.parse(parts[1]));
            case "ThroughGateway" -> new RoutingDecision.ThroughGateway(Ipv4Address.parse(parts[1]));
            case "ToGroup" -> new RoutingDecision.ToGroup(MacAddress.parse(parts[1]));
            case "Own" -> new RoutingDecision.Own();
            case "NoRoute" -> new RoutingDecision.NoRoute();
            default -> throw new AssertionError(words);
        };
    }

    private static Ipv4Prefix prefix(String text) {
        return Ipv4Prefix.parse(text);
    }
}
