package io.arpfailover.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCheckTest {
    @TempDir
    private Path directory;

    @Test
    void aFileThatFitsHasNoProblem() throws IOException {
        assertEquals(List.of(), problems("lan0", "10.77.0.100/24", "10.77.0.254", host("10.77.0.1/24")));
    }

    @Test
    void anInterfaceThatDoesNotExist() throws IOException {
        assertEquals(
                List.of("agent.yaml:3:12: interface: 'lan1' does not exist here; use one of: lan0, mgmt0"),
                problems("lan1", "10.77.0.100/24", "10.77.0.254", host("10.77.0.1/24")));
    }

    @Test
    void anInterfaceWithoutAnAddressOfItsOwn() throws IOException {
        String expected =
                "agent.yaml:3:12: interface: 'lan0' has no IPv4 address of its own; give it one in the network of the shared addresses";
        assertEquals(List.of(expected), problems("lan0", "10.77.0.100/24", "10.77.0.254", host()));
        assertEquals(
                List.of(expected),
                problems("lan0", "10.77.0.100/24", "10.77.0.254", host("10.77.0.100/24")),
                "the shared address does not prove itself right");
    }

    @Test
    void anAddressAndAGatewayOutsideTheNetwork() throws IOException {
        assertEquals(
                List.of(
                        "agent.yaml:4:29: addresses: 10.78.0.100 is outside the network of lan0 (10.77.0.1/24); correct the address or the interface",
                        "agent.yaml:5:10: gateway: 10.78.0.254 is outside the network of lan0 (10.77.0.1/24); name the gateway that is on this LAN"),
                problems("lan0", "10.77.0.100/24, 10.78.0.100/24", "10.78.0.254", host("10.77.0.1/24")));
    }

    @Test
    void theConfiguredGatewayComesFirst() throws IOException {
        HostCheck check = new HostCheck(valid("lan0", "10.77.0.100/24", "10.77.0.253"), host("10.77.0.1/24"));
        assertEquals(Optional.of(Ipv4Address.parse("10.77.0.253")), check.gateway());
    }

    @Test
    void elseTheFirstDefaultRouteOverThisLan() throws IOException {
        ConfigurationReading.Valid valid = valid("lan0", "10.77.0.100/24", "");
        assertEquals(
                Optional.of(Ipv4Address.parse("10.77.0.254")), new HostCheck(valid, host("10.77.0.1/24")).gateway());
        assertEquals(Optional.empty(), new HostCheck(valid, host("10.78.0.1/24")).gateway());
    }

    @Test
    void theSystemKnowsItsLoopbackAndNothingOfAnInventedName() {
        SystemHostView host = new SystemHostView();
        assertTrue(host.networksOf("lo").orElseThrow().contains(Ipv4Prefix.parse("127.0.0.1/8")));
        assertEquals(Optional.empty(), host.networksOf("no-such-name"));
        assertTrue(host.defaultGateways().stream().allMatch(Ipv4Address::isUsableAsHost));
    }

    private List<String> problems(String lan, String addresses, String gateway, HostView host) throws IOException {
        return new HostCheck(valid(lan, addresses, gateway), host)
                .problems().stream()
                        .map(problem -> problem.toString().replace(directory + "/", ""))
                        .toList();
    }

    private ConfigurationReading.Valid valid(String lan, String addresses, String gateway) throws IOException {
        String text = "cluster: web\nnode: a\ninterface: " + lan + "\naddresses: [" + addresses + "]\n"
                + (gateway.isEmpty() ? "" : "gateway: " + gateway + "\n") + "zookeeper: {connect: zk}\n";
        Path file = Files.writeString(directory.resolve("agent.yaml"), text);
        return ConfigurationFile.read(file).map(valid -> valid, invalid -> {
            throw new AssertionError(invalid.problems().toString());
        });
    }

    private static HostView host(String... onLan) {
        Map<String, List<Ipv4Prefix>> interfaces = Map.of(
                "lan0", Arrays.stream(onLan).map(Ipv4Prefix::parse).toList(),
                "mgmt0", List.of(Ipv4Prefix.parse("192.0.2.1/24")));
        return new HostView() {
            @Override
            public List<String> interfaceNames() {
                return interfaces.keySet().stream().sorted().toList();
            }

            @Override
            public Optional<List<Ipv4Prefix>> networksOf(String interfaceName) {
                return Optional.ofNullable(interfaces.get(interfaceName));
            }

            @Override
            public List<Ipv4Address> defaultGateways() {
                return List.of(Ipv4Address.parse("192.0.2.254"), Ipv4Address.parse("10.77.0.254"));
            }
        };
    }
}
