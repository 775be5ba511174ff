package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.control.NeighborReport;
import io.arpfailover.agent.kernel.NeighborEntry;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What one of the two, kernel or agent, knows of a neighbour.
 *
 * @param state in capitals, as {@code ip neigh} has it
 * @param used how long ago; empty: never
 * @param confirmed likewise
 * @param updated likewise
 */
record CacheEntry(
        Optional<String> mac,
        String state,
        Optional<Duration> used,
        Optional<Duration> confirmed,
        Optional<Duration> updated,
        int probes) {

    static CacheEntry of(NeighborEntry entry) {
        return new CacheEntry(
                entry.mac().map(MacAddress::toString),
                entry.state().name(),
                Optional.of(entry.used()),
                Optional.of(entry.confirmed()),
                Optional.of(entry.updated()),
                entry.probes());
    }

    static CacheEntry of(NeighborReport report) {
        return new CacheEntry(
                report.mac(),
                report.state().toUpperCase(Locale.ROOT),
                report.usedMillis().map(Duration::ofMillis),
                report.confirmedMillis().map(Duration::ofMillis),
                report.updatedMillis().map(Duration::ofMillis),
                report.probes());
    }

    boolean isPermanent() {
        return state.equals("PERMANENT") || state.equals("STATIC");
    }

    /** The three ages in whole seconds and the questions, in the manner of {@code ip -s neigh}. */
    String statistics() {
        return "used " + seconds(used) + "/" + seconds(confirmed) + "/" + seconds(updated) + " probes " + probes;
    }

    private static String seconds(Optional<Duration> age) {
        return age.map(known -> Long.toString(known.toSeconds())).orElse("-");
    }
}
