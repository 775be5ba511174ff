package io.arpfailover.agent.audit;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is known of the addresses of one link, and what to find in it. Grows with what it is told; one thread. */
public final class Audit {
    private final SortedMap<Ipv4Address, SortedMap<Place, SortedSet<MacAddress>>> known = new TreeMap<>();
    private final Set<Ipv4Address> asked = new HashSet<>();

    /** A place names a MAC for an address; it may name several. */
    public void says(Place place, Ipv4Address address, MacAddress mac) {
        known.computeIfAbsent(address, none -> new TreeMap<>())
                .computeIfAbsent(place, none -> new TreeSet<>())
                .add(mac);
    }

    /** Everybody on the link was asked who has it: no answer means that nobody has. */
    public void asked(Ipv4Address address) {
        asked.add(address);
    }

    /** The addresses that ought to be somebody's, in their order. */
    public List<Ipv4Address> bound() {
        return known.entrySet().stream()
                .filter(entry -> isBound(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many addresses are compared. */
    public int size() {
        return known.size();
    }

    /** By address; at most one for each. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        known.forEach((address, says) ->
                kind(address, says).ifPresent(kind -> findings.add(new Finding(kind, address, says))));
        return findings;
    }

    private Optional<FindingKind> kind(Ipv4Address address, SortedMap<Place, SortedSet<MacAddress>> says) {
        int answers = says.getOrDefault(Place.WIRE, new TreeSet<>()).size();
        if (answers > 1) {
            return Optional.of(FindingKind.TWO_ANSWERS);
        }
        if (says.values().stream().flatMap(Set::stream).distinct().count() > 1) {
            return Optional.of(FindingKind.MISMATCH);
        }
        if (!isBound(says)) {
            return Optional.of(FindingKind.UNBOUND);
        }
        return answers == 0 && asked.contains(address) ? Optional.of(FindingKind.SILENT) : Optional.empty();
    }

    private static boolean isBound(SortedMap<Place, SortedSet<MacAddress>> says) {
        return says.keySet().stream().anyMatch(Place::binds);
    }
}
