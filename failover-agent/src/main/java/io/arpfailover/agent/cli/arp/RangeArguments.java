package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.scan.AddressRange;
import io.arpfailover.agent.scan.ScanTiming;
import io.arpfailover.agent.scan.Targets;
import io.arpfailover.agent.stack.Station;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The networks, ranges and addresses of a command line. Mistakes are {@link IllegalArgumentException}s of one line. */
final class RangeArguments {
    private static final int HOST_ROUTE = 32;

    private RangeArguments() {}

    /** What was named or, if nothing was, the networks of the interface. */
    static List<AddressRange> ranges(List<String> named, Station station) {
        if (!named.isEmpty()) {
            return named.stream().map(AddressRange::parse).toList();
        }
        List<AddressRange> own = station.prefixes().stream()
                .filter(prefix -> prefix.length() < HOST_ROUTE)
                .map(AddressRange::of)
                .toList();
        if (own.isEmpty()) {
            throw new IllegalArgumentException(station.link().name()
                    + " has no network to ask; name one, as in: 10.77.0.0/24 -i "
                    + station.link().name());
        }
        return own;
    }

    /** Their addresses, or how long so many would take. */
    static Targets targets(List<AddressRange> ranges, int most, ScanTiming timing, Pace rate) {
        long count = Targets.count(ranges);
        if (count > Math.min(most, Targets.MOST)) {
            String remedy = count > Targets.MOST ? "" : ", or allow it with --most " + count;
            throw new IllegalArgumentException(String.format(
                    "%s: %,d addresses are too many, at %,d a second they take %s; name a part of %,d or fewer%s",
                    ranges.get(0), count, rate.frames(), text(timing.longest(count, rate)), most, remedy));
        }
        return new Targets(ranges, most);
    }

    /** The address to ask with: as told, else our own in their network, else 0.0.0.0. */
    static Ipv4Address sender(Optional<String> told, Targets targets, Station station) {
        Ipv4Address sender = told.map(Ipv4Address::parse)
                .or(() -> station.networkOf(targets.address(0)).map(Ipv4Prefix::address))
                .orElse(Ipv4Address.ANY);
        if (!sender.equals(Ipv4Address.ANY) && !station.has(sender)) {
            throw new IllegalArgumentException(
                    sender + " is not on " + station.link().name()
                            + ", and whoever is asked would send its traffic here; ask with an own address or with 0.0.0.0");
        }
        return sender;
    }

    private static String text(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
