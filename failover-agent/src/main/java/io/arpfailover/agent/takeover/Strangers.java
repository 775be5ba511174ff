package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.Stations;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Third hosts that were seen to use a shared address. As many as a person can read; of more, the oldest go. */
final class Strangers {
    private static final int MOST = 16;

    private record Use(MacAddress by, Ipv4Address address) {}

    private final Set<Ipv4Address> addresses;
    private final Map<Use, TakeoverStatus.Stranger> seen = new LinkedHashMap<>();
    /** Whoever looks in every turn makes no list for nothing. */
    private List<TakeoverStatus.Stranger> listed = List.of();

    Strangers(List<Ipv4Address> addresses) {
        this.addresses = Set.copyOf(addresses);
    }

    /** Takes note of who claims the packet's sender address, when that is a shared one and the claimant neither of us. */
    void onPacket(ArpPacket packet, Stations stations, MonotonicTime now) {
        if (!addresses.contains(packet.senderIp()) || !stations.isThird(packet.senderMac())) {
            return;
        }
        Use use = new Use(packet.senderMac(), packet.senderIp());
        TakeoverStatus.Stranger before = seen.remove(use);
        long count = before == null ? 1 : before.count() + 1;
        if (seen.size() == MOST) {
            seen.remove(seen.keySet().iterator().next());
        }
        seen.put(use, new TakeoverStatus.Stranger(use.by(), use.address(), count, now));
        List<TakeoverStatus.Stranger> all = new ArrayList<>(seen.values());
        all.sort(Comparator.comparing(TakeoverStatus.Stranger::lastSeen).reversed());
        listed = List.copyOf(all);
    }

    /** The last one seen first; the same list while nobody was. */
    List<TakeoverStatus.Stranger> list() {
        return listed;
    }
}
