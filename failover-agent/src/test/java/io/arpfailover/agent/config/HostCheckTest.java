package io.arpfailover.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    void aPeerSectionThatFits() throws IOException {
        assertEquals(List.of(), peerProblems("10.77.0.1, 192.0.2.1", secret("rw-------")));
        assertEquals(List.of(), peerProblems("10.77.0.1", secret("r--------")));
    }

    @Test
    void anAddressToListenOnThatIsNotHere() throws IOException {
        assertEquals(
                List.of("agent.yaml:7:23: peer.listen: 10.77.0.2 is no address of this server; name one that is"),
                peerProblems("10.77.0.1, 10.77.0.2", secret("rw-------")));
    }

    @Test
    void aSecretThatIsNoSecretOrNotThere() throws IOException {
        Path open = secret("rw-r-----");
        assertEquals(
                List.of(
                        "agent.yaml:8:15: peer.secretFile: secret is open to others than its owner; run: chmod 600 secret"),
                peerProblems("10.77.0.1", open));
        Files.delete(open);
        assertEquals(
                List.of(
                        "agent.yaml:8:15: peer.secretFile: secret does not exist; run: (umask 077; openssl rand -base64 48"
                                + " > secret), and copy it to the other server"),
                peerProblems("10.77.0.1", open));
    }

    private List<String> peerProblems(String listen, Path secret) throws IOException {
        return problems(
                "lan0",
                "10.77.0.100/24",
                "10.77.0.254\npeer:\n  listen: [" + listen + "]\n  secretFile: " + secret,
                host("10.77.0.1/24"));
    }

    private Path secret(String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
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
        assertTrue(host.hasAddress(Ipv4Address.parse("127.0.0.1")));
        assertFalse(host.hasAddress(Ipv4Address.parse("192.0.2.77")));
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
            public boolean hasAddress(Ipv4Address address) {
                return interfaces.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(prefix -> prefix.address().equals(address));
            }

            @Override
            public List<Ipv4Address> defaultGateways() {
                return List.of(Ipv4Address.parse("192.0.2.254"), Ipv4Address.parse("10.77.0.254"));
            }
        };
    }
}
