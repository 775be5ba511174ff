package io.arpfailover.agent.config;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a well-formed configuration fits this machine. */
public final class HostCheck {
    private final AgentConfiguration configuration;
    private final Positions positions;
    private final HostView host;

    public HostCheck(ConfigurationReading.Valid valid, HostView host) {
        this.configuration = valid.configuration();
        this.positions = valid.positions();
        this.host = host;
    }

    /** What does not fit; empty when all does. */
    public List<ConfigProblem> problems() {
        List<ConfigProblem> problems = new ArrayList<>(onLan());
        configuration.peer().ifPresent(peer -> problems.addAll(new PeerCheck(peer, positions, host).problems()));
        return problems;
    }

    private List<ConfigProblem> onLan() {
        Optional<List<Ipv4Prefix>> found = host.networksOf(configuration.networkInterface());
        if (found.isEmpty()) {
            return List.of(positions.problem(
                    Key.INTERFACE,
                    "'" + configuration.networkInterface() + "' does not exist here; use one of: "
                            + String.join(", ", host.interfaceNames())));
        }
        List<Ipv4Prefix> networks = own(found.get());
        if (networks.isEmpty()) {
            return List.of(positions.problem(
                    Key.INTERFACE,
                    "'" + configuration.networkInterface()
                            + "' has no IPv4 address of its own; give it one in the network of the shared addresses"));
        }
        return problemsIn(networks);
    }

    /** The gateway that proves a takeover: the configured one, else that of a default route over this LAN. */
    public Optional<Ipv4Address> gateway() {
        return configuration
                .gateway()
                .or(() -> host.defaultGateways().stream().filter(this::isOnLink).findFirst());
    }

    private boolean isOnLink(Ipv4Address address) {
        List<Ipv4Prefix> networks =
                own(host.networksOf(configuration.networkInterface()).orElse(List.of()));
        return holds(networks, address);
    }

    private List<ConfigProblem> problemsIn(List<Ipv4Prefix> networks) {
        List<ConfigProblem> problems = new ArrayList<>();
        String lan = configuration.networkInterface() + " ("
                + networks.stream().map(Ipv4Prefix::toString).collect(Collectors.joining(", ")) + ")";
        for (int item = 0; item < configuration.addresses().size(); item++) {
            Ipv4Address address = configuration.addresses().get(item).address();
            if (!holds(networks, address)) {
                problems.add(positions.problem(
                        Key.ADDRESSES,
                        item,
                        address + " is outside the network of " + lan + "; correct the address or the interface"));
            }
        }
        configuration
                .gateway()
                .filter(gateway -> !holds(networks, gateway))
                .ifPresent(gateway -> problems.add(positions.problem(
                        Key.GATEWAY,
                        gateway + " is outside the network of " + lan + "; name the gateway that is on this LAN")));
        return problems;
    }

    /** Without the shared addresses: on the holder they are on the interface too, and would prove themselves right. */
    private List<Ipv4Prefix> own(List<Ipv4Prefix> found) {
        List<Ipv4Address> shared =
                configuration.addresses().stream().map(Ipv4Prefix::address).toList();
        return found.stream()
                .filter(prefix -> !shared.contains(prefix.address()))
                .toList();
    }

    private static boolean holds(List<Ipv4Prefix> networks, Ipv4Address address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
