package io.arpfailover.agent.config;

import io.arpfailover.agent.wire.Ipv4Prefix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys on what the agent does on the LAN beside its own addresses: inspection, and answering for others. */
final class LanReader {
    private static final int MOST_NETWORKS = 64;
    private static final Scalar<Duration> QUARANTINE = Scalars.duration(Duration.ofSeconds(1), Duration.ofHours(24));
    private static final Scalar<Duration> DELAY = Scalars.duration(Duration.ZERO, Duration.ofSeconds(10));

    private final Section root;

    LanReader(Section root) {
        this.root = root;
    }

    Optional<InspectConfiguration> inspect() {
        Section section = root.section(Key.INSPECT);
        Optional<InspectLevel> level = section.value(Key.INSPECT_LEVEL, Scalars.INSPECT_LEVEL);
        Optional<Integer> rate = section.value(Key.INSPECT_RATE, Scalars.FRAMES_PER_SECOND);
        Optional<Path> bindings = section.value(Key.INSPECT_BINDINGS, Scalars.ABSOLUTE_PATH);
        Optional<Duration> quarantine = section.value(Key.INSPECT_QUARANTINE, QUARANTINE);
        Optional<Path> hook = section.value(Key.INSPECT_HOOK, Scalars.ABSOLUTE_PATH);
        return level.flatMap(
                chosen -> rate.map(frames -> new InspectConfiguration(chosen, frames, bindings, quarantine, hook)));
    }

    List<ProxyConfiguration> proxy() {
        List<Section> items = root.sections(Key.PROXY);
        if (items.size() > MOST_NETWORKS) {
            root.refuse(
                    Key.PROXY, "lists " + items.size() + " networks; join some, " + MOST_NETWORKS + " are possible");
        }
        List<ProxyConfiguration> networks = new ArrayList<>();
        for (Section item : items) {
            Optional<Ipv4Prefix> network = item.value(Key.PROXY_NETWORK, Scalars.PREFIX);
            Optional<Duration> delay = item.value(Key.PROXY_DELAY, DELAY);
            if (network.isPresent() && delay.isPresent()) {
                networks.add(new ProxyConfiguration(network.get(), delay.get()));
            }
        }
        return networks;
    }
}
