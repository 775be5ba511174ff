package io.arpfailover.agent.kernel;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.ClusterName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The nftables scripts of one cluster's lease, and the reading of what nft prints about it.
 *
 * <p>One {@code netdev} table. The set {@code lease} holds the interface's name while the lease lives: one element,
 * however many addresses there are. The chains drop what is from or to an address of {@code vips} unless the
 * interface is in {@code lease}. One command per line, since nft 1.0.6 refuses a brace right after {@code drop}.
 *
 * @param table the table's name, which no other cluster has
 * @param interfaceName the interface that carries the addresses
 * @param vips the shared addresses
 */
record LeaseRules(String table, String interfaceName, List<Ipv4Address> vips) {
    private static final String TABLE_PREFIX = "arp-failover-";
    /** Before every other chain, so that nobody else's accept or redirect comes first. */
    private static final int PRIORITY = -500;

    private static final List<String> CHAINS = List.of("ingress", "egress");
    private static final int RULES_PER_CHAIN = 3;

    private static final Pattern INTERFACE = Pattern.compile("[^\\s\"/\\\\]{1,15}");
    private static final Pattern EXPIRES = Pattern.compile("expires ((?:[0-9]+(?:ms|[dhms]))+)");
    private static final Pattern SPAN = Pattern.compile("([0-9]+)(ms|[dhms])");

    LeaseRules {
        vips = List.copyOf(vips);
        if (!INTERFACE.matcher(interfaceName).matches()) {
            throw new IllegalArgumentException("not an interface name: '" + interfaceName + "'");
        }
        if (vips.isEmpty()) {
            throw new IllegalArgumentException("no address to guard");
        }
    }

    static LeaseRules of(ClusterName cluster, String interfaceName, List<Ipv4Address> vips) {
        return new LeaseRules(TABLE_PREFIX + cluster.text(), interfaceName, vips);
    }

    /**
     * Makes everything anew except a lease that an earlier run left, in one transaction.
     *
     * <p>{@code add} leaves alone what exists, so the set {@code lease} and its element stay. The chains are deleted
     * and made again because one that lost its interface cannot be given it back, and the addresses because their set
     * is constant; to be deletable they must exist.
     */
    String install() {
        return """
                add table netdev %1$s
                add set netdev %1$s lease { type ifname; flags timeout; }
                """.formatted(table) + withoutChains() + """
                add set netdev %1$s vips { type ipv4_addr; flags constant; }
                delete set netdev %1$s vips
                """.formatted(table) + build();
    }

    /** Makes everything anew, whatever there was; then nothing passes. */
    String replace() {
        return remove() + """
                add table netdev %1$s
                add set netdev %1$s lease { type ifname; flags timeout; }
                """.formatted(table) + build();
    }

    /** Makes everything anew, whatever there was, with a lease of this duration. */
    String replace(Duration timeout) {
        return replace() + addElement(timeout);
    }

    private String withoutChains() {
        return CHAINS.stream().map(chain -> """
                        add chain netdev %1$s %2$s
                        flush chain netdev %1$s %2$s
                        delete chain netdev %1$s %2$s
                        """.formatted(table, chain)).collect(Collectors.joining());
    }

    /** The addresses' set is constant: nobody can change it while rules use it, and those are watched. */
    private String build() {
        String chains = CHAINS.stream()
                .map(chain -> """
                        add chain netdev %1$s %2$s { type filter hook %2$s device "%3$s" priority %4$d; policy accept; }
                        """.formatted(table, chain, interfaceName, PRIORITY))
                .collect(Collectors.joining());
        String addresses = """
                add set netdev %1$s vips { type ipv4_addr; flags constant; elements = { %2$s }; }
                """.formatted(
                table, vips.stream().map(Ipv4Address::toString).distinct().collect(Collectors.joining(", ")));
        return addresses + chains + rules("ingress", "iifname", "daddr") + rules("egress", "oifname", "saddr");
    }

    private String rules(String chain, String name, String address) {
        return """
                add rule netdev %1$s %2$s %3$s @lease accept
                add rule netdev %1$s %2$s arp %4$s ip @vips drop
                add rule netdev %1$s %2$s ip %4$s @vips drop
                """.formatted(table, chain, name, address);
    }

    /** Starts a lease, whatever was there before. */
    String grant(Duration timeout) {
        return revoke() + addElement(timeout);
    }

    /** Replaces a live lease. Deleting an element that has run out fails, and with it the whole transaction. */
    String renew(Duration timeout) {
        return "delete element netdev %s lease { \"%s\" }%n".formatted(table, interfaceName) + addElement(timeout);
    }

    private String addElement(Duration timeout) {
        return "add element netdev %s lease { \"%s\" timeout %dms }%n"
                .formatted(table, interfaceName, timeout.toMillis());
    }

    String revoke() {
        return "flush set netdev %s lease%n".formatted(table);
    }

    /** Adding first makes deleting succeed also when there is no table. */
    String remove() {
        return "add table netdev %1$s%ndelete table netdev %1$s%n".formatted(table);
    }

    String listLease() {
        return "list set netdev %s lease%n".formatted(table);
    }

    String listTableNames() {
        return "list tables netdev";
    }

    /** What a whole table has: itself, its chains, and three rules in each. */
    int parts() {
        return 1 + CHAINS.size() * (1 + RULES_PER_CHAIN);
    }

    List<String> chains() {
        return CHAINS;
    }

    boolean isAmong(String tableNames) {
        return tableNames.lines().anyMatch(line -> line.strip().equals("table netdev " + table));
    }

    /** What is left of the lease according to the listing of its set. */
    Optional<Duration> remaining(String leaseListing) {
        Matcher expires = EXPIRES.matcher(leaseListing);
        return expires.find() ? Optional.of(span(expires.group(1))) : Optional.empty();
    }

    /** A time span as nft prints it: 1d2h3m4s567ms, zero parts left out. */
    private static Duration span(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = SPAN.matcher(text);
        while (part.find()) {
            long number = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "d" -> Duration.ofDays(number);
                        case "h" -> Duration.ofHours(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "s" -> Duration.ofSeconds(number);
                        default -> Duration.ofMillis(number);
                    });
        }
        return sum;
    }
}
