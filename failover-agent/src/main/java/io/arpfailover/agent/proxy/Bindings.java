package io.arpfailover.agent.proxy;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Which MAC an address has: as configured, which nothing on the wire changes; else as learned, and not for ever. */
final class Bindings {
    private final Map<Ipv4Address, MacAddress> configured;
    private final Recent<Ipv4Address, Learned> learned;
    private final Duration oldest;

    Bindings(Map<Ipv4Address, MacAddress> configured, int mostLearned, Duration oldest) {
        this.configured = Map.copyOf(configured);
        this.learned = new Recent<>(mostLearned);
        this.oldest = oldest;
    }

    private record Learned(MacAddress mac, MonotonicTime heard) {}

    /** Empty when it is not known, or was heard too long ago to be answered with. */
    Optional<MacAddress> fresh(Ipv4Address address, MonotonicTime now) {
        return Optional.ofNullable(configured.get(address))
                .or(() -> Optional.ofNullable(learned.get(address))
                        .filter(entry -> !now.isBefore(entry.heard())
                                && !entry.heard().plus(oldest).isBefore(now))
                        .map(Learned::mac));
    }

    /** Whether the address belongs to this MAC, as far as anything is known, however old. */
    boolean belongs(Ipv4Address address, MacAddress mac) {
        MacAddress bound = configured.get(address);
        if (bound != null) {
            return bound.equals(mac);
        }
        Learned entry = learned.get(address);
        return entry != null && entry.mac().equals(mac);
    }

    boolean isConfigured(Ipv4Address address) {
        return configured.containsKey(address);
    }

    boolean isLearned(Ipv4Address address) {
        return learned.containsKey(address);
    }

    /** Takes it in, and says whether that is news. Not to be called for a configured address. */
    boolean learn(Ipv4Address address, MacAddress mac, MonotonicTime now) {
        Learned before = learned.put(address, new Learned(mac, now));
        return before == null || !before.mac().equals(mac);
    }
}
