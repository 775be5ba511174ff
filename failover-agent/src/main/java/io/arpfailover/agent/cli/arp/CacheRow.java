package io.arpfailover.agent.cli.arp;

import static java.util.stream.Collectors.toMap;

import io.arpfailover.agent.control.NeighborReport;
import io.arpfailover.agent.kernel.NeighborEntry;
import io.arpfailover.agent.wire.Ipv4Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** One neighbour, as the kernel has it and as the agent has it; at least one of them does. */
record CacheRow(Ipv4Address address, Optional<CacheEntry> kernel, Optional<CacheEntry> agent) {

    /** The two tables beside each other, by address. */
    static List<CacheRow> of(List<NeighborEntry> kernel, List<NeighborReport> agent) {
        Map<Ipv4Address, CacheEntry> left =
                kernel.stream().collect(toMap(NeighborEntry::address, CacheEntry::of, (one, same) -> one));
        Map<Ipv4Address, CacheEntry> right = agent.stream()
                .collect(toMap(entry -> Ipv4Address.parse(entry.address()), CacheEntry::of, (one, same) -> one));
        TreeSet<Ipv4Address> addresses = new TreeSet<>(left.keySet());
        addresses.addAll(right.keySet());
        return addresses.stream()
                .map(address -> new CacheRow(
                        address, Optional.ofNullable(left.get(address)), Optional.ofNullable(right.get(address))))
                .toList();
    }

    /** Whether both know a MAC address, and not the same. */
    boolean differs() {
        Optional<String> first = kernel.flatMap(CacheEntry::mac);
        Optional<String> second = agent.flatMap(CacheEntry::mac);
        return first.isPresent() && second.isPresent() && !first.equals(second);
    }

    /**
     * One line for people.
     *
     * @param asked whether there is an agent that was asked
     */
    String line(boolean asked, boolean statistics) {
        Optional<String> mac = kernel.flatMap(CacheEntry::mac).or(() -> agent.flatMap(CacheEntry::mac));
        return String.format(
                        "%-15s %-24s %s",
                        address, mac.map(known -> "lladdr " + known).orElse(""), side("kernel", kernel, statistics))
                + (asked ? "  " + side("agent", agent, statistics) : "")
                + (differs()
                        ? "  DIFFER: agent has "
                                + agent.flatMap(CacheEntry::mac).orElseThrow()
                        : "");
    }

    private static String side(String whose, Optional<CacheEntry> entry, boolean statistics) {
        return whose + " "
                + entry.map(known -> known.state() + (statistics ? " " + known.statistics() : ""))
                        .orElse("-");
    }

    /** As the program arp shows what the kernel has; empty for what only the agent has. */
    Optional<String> inMannerOfArp(String interfaceName) {
        return kernel.map(entry -> "? (" + address + ") at "
                + entry.mac().map(mac -> mac + " [ether]").orElse("<incomplete>")
                + (entry.isPermanent() ? " PERM" : "") + " on " + interfaceName);
    }

    JsonLine json() {
        JsonLine line = new JsonLine().with("address", address);
        kernel.ifPresent(entry -> add(line, "kernel", entry));
        agent.ifPresent(entry -> add(line, "agent", entry));
        return line.with("differ", differs());
    }

    private static void add(JsonLine line, String whose, CacheEntry entry) {
        line.with(whose + "Mac", entry.mac()).with(whose + "State", entry.state());
        age(line, whose + "UsedMillis", entry.used());
        age(line, whose + "ConfirmedMillis", entry.confirmed());
        age(line, whose + "UpdatedMillis", entry.updated());
        line.with(whose + "Probes", entry.probes());
    }

    private static void age(JsonLine line, String field, Optional<Duration> age) {
        age.ifPresent(known -> line.with(field, known.toMillis()));
    }
}
