package io.arpfailover.agent.proxying;

import io.arpfailover.agent.config.ProxyConfiguration;
import io.arpfailover.agent.proxy.AddressRange;
import io.arpfailover.agent.proxy.ProxiedAddresses;
import io.arpfailover.agent.proxy.ProxySettings;
import io.arpfailover.agent.wire.Ipv4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the configured networks mean to proxies: one proxy for each delay.
 *
 * <p>An address in several networks belongs to the one with the longest delay, since the host that the delay gives the
 * first word may be there.
 */
final class ProxyPlan {
    private ProxyPlan() {}

    /**
     * The settings of each proxy, the longest delay first. No address is in two of them.
     *
     * @param never addresses that are not answered for, whatever network they are in
     */
    static List<ProxySettings> of(List<ProxyConfiguration> networks, List<Ipv4Address> never) {
        Map<Duration, List<AddressRange>> byDelay = networks.stream()
                .collect(Collectors.groupingBy(
                        ProxyConfiguration::delay,
                        () -> new TreeMap<>(Comparator.<Duration>reverseOrder()),
                        Collectors.mapping(
                                network -> AddressRange.hostsOf(network.network()), Collectors.toUnmodifiableList())));
        List<AddressRange> taken =
                new ArrayList<>(never.stream().map(AddressRange::of).toList());
        List<ProxySettings> all = new ArrayList<>();
        byDelay.forEach((delay, ranges) -> {
            all.add(ProxySettings.of(new ProxiedAddresses(ranges, taken)).withDelay(delay, false));
            taken.addAll(ranges);
        });
        return List.copyOf(all);
    }
}
