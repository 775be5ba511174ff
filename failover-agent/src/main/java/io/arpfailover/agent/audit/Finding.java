package io.arpfailover.agent.audit;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An address about which not all is well.
 *
 * @param says the MACs each place names; a place that knows nothing of the address is not here
 */
public record Finding(FindingKind kind, Ipv4Address address, SortedMap<Place, SortedSet<MacAddress>> says) {
    public Finding {
        says = Collections.unmodifiableSortedMap(new TreeMap<>(says));
    }

    /** {@code 10.0.0.5: binding says 02:…, wire says 02:…, kernel has 02:…}. */
    public String line() {
        return address + ": " + says.entrySet().stream().map(Finding::clause).collect(Collectors.joining(", "))
                + rest();
    }

    private static String clause(Map.Entry<Place, SortedSet<MacAddress>> place) {
        return place.getKey().verb() + " "
                + place.getValue().stream().map(MacAddress::toString).collect(Collectors.joining(" and "));
    }

    private String rest() {
        return switch (kind) {
            case TWO_ANSWERS, MISMATCH -> "";
            case SILENT -> ", nobody answers";
            case UNBOUND -> ", not bound";
        };
    }
}
