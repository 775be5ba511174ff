package io.arpfailover.agent.kernel;

import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The nftables scripts of one interface's quarantine, and the reading of what nft prints about it.
 *
 * <p>One {@code netdev} table with one chain on ingress, which drops what comes from a MAC address of the set
 * {@code macs}; the kernel takes each out of it when its time is over.
 *
 * @param table the table's name, which no other interface has
 * @param interfaceName whose frames are dropped
 * @param most how many MAC addresses there may be at a time
 */
record QuarantineRules(String table, String interfaceName, int most) {
    private static final String TABLE_PREFIX = "arp-quarantine-";
    /** After the lease, before every other chain. */
    private static final int PRIORITY = -490;

    private static final int MOST = 10_000;
    private static final Pattern INTERFACE = Pattern.compile("[^\\s\"/\\\\]{1,15}");
    private static final Pattern UNFIT_FOR_A_TABLE = Pattern.compile("[^A-Za-z0-9_.-]");
    private static final Pattern ELEMENT =
            Pattern.compile("((?:[0-9a-f]{2}:){5}[0-9a-f]{2}) timeout \\S+ expires ([0-9a-z]+)");
    private static final Pattern SPAN =
            Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+)s)?(?:(\\d+)ms)?");

    QuarantineRules {
        if (!INTERFACE.matcher(interfaceName).matches()) {
            throw new IllegalArgumentException("not an interface name: '" + interfaceName + "'");
        }
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("room for " + most + " (1 to " + MOST + ")");
        }
    }

    static QuarantineRules of(String interfaceName, int most) {
        return new QuarantineRules(
                TABLE_PREFIX + UNFIT_FOR_A_TABLE.matcher(interfaceName).replaceAll("_"), interfaceName, most);
    }

    /** Makes everything anew, so that nobody is in it. */
    String install() {
        return remove() + """
                add table netdev %1$s
                add set netdev %1$s macs { type ether_addr; flags timeout; size %2$d; }
                add chain netdev %1$s ingress { type filter hook ingress device "%3$s" priority %4$d; policy accept; }
                add rule netdev %1$s ingress ether saddr @macs drop
                """.formatted(table, most, interfaceName, PRIORITY);
    }

    /** Adding what is there would leave its time as it was, and deleting what is not there would fail. */
    String add(MacAddress mac, Duration time) {
        String added = "add element netdev %s macs { %s timeout %dms }%n".formatted(table, mac, time.toMillis());
        return added + release(mac) + added;
    }

    /** Fails when it is not there. */
    String release(MacAddress mac) {
        return "delete element netdev %s macs { %s }%n".formatted(table, mac);
    }

    String list() {
        return "list set netdev %s macs%n".formatted(table);
    }

    /** Adding first makes deleting succeed also when there is no table. */
    String remove() {
        return "add table netdev %1$s%ndelete table netdev %1$s%n".formatted(table);
    }

    /** Who is in it according to the listing of its set, and for how long. */
    Map<MacAddress, Duration> remaining(String listing) {
        Map<MacAddress, Duration> all = new LinkedHashMap<>();
        Matcher element = ELEMENT.matcher(listing);
        while (element.find()) {
            all.put(MacAddress.parse(element.group(1)), span(element.group(2)));
        }
        return all;
    }

    /** A time span as nft prints it: 1d2h3m4s567ms, zero parts left out. */
    private static Duration span(String text) {
        Matcher parts = SPAN.matcher(text);
        if (!parts.matches()) {
            return Duration.ZERO;
        }
        MatchResult found = parts.toMatchResult();
        return Duration.ofDays(number(found, 1))
                .plusHours(number(found, 2))
                .plusMinutes(number(found, 3))
                .plusSeconds(number(found, 4))
                .plusMillis(number(found, 5));
    }

    private static long number(MatchResult found, int group) {
        return found.group(group) == null ? 0 : Long.parseLong(found.group(group));
    }
}
