package io.arpfailover.agent.proxy;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our own questions that are not answered yet, each with those who wait for what it brings. */
final class Lookups {
    private final int most;
    private final int mostAskers;
    private final Duration patience;
    /** In the order in which they began, so that the first is the first to end. */
    private final Map<Ipv4Address, Lookup> open = new LinkedHashMap<>();

    Lookups(int most, int mostAskers, Duration patience) {
        this.most = most;
        this.mostAskers = mostAskers;
        this.patience = patience;
    }

    private record Lookup(MonotonicTime until, List<ArpFrame> requests) {}

    /** What became of a request that needs a lookup. */
    enum Admission {
        /** It is the first for its address: ask. */
        ASK,
        /** The question is out already. */
        WAITS,
        /** No room. */
        CROWDED_OUT
    }

    Admission admit(ArpFrame request, MonotonicTime now) {
        Lookup lookup = open.get(request.packet().targetIp());
        if (lookup != null) {
            return joined(lookup, request) ? Admission.WAITS : Admission.CROWDED_OUT;
        }
        if (open.size() == most) {
            return Admission.CROWDED_OUT;
        }
        List<ArpFrame> requests = new ArrayList<>(List.of(request));
        open.put(request.packet().targetIp(), new Lookup(now.plus(patience), requests));
        return Admission.ASK;
    }

    /** One who asks again while it waits, waits once. */
    private boolean joined(Lookup lookup, ArpFrame request) {
        if (lookup.requests().contains(request)) {
            return true;
        }
        return lookup.requests().size() < mostAskers && lookup.requests().add(request);
    }

    /** Ends the lookup of this address, and hands out who waits; none when there is no such lookup. */
    List<ArpFrame> answered(Ipv4Address address) {
        Lookup lookup = open.remove(address);
        return lookup == null ? List.of() : lookup.requests();
    }

    boolean isOpen(Ipv4Address address) {
        return open.containsKey(address);
    }

    MonotonicTime next() {
        return open.values().stream().findFirst().map(Lookup::until).orElse(MonotonicTime.NEVER);
    }

    /**
     * A question nobody answered.
     *
     * @param requests how many waited for it
     */
    record Unanswered(Ipv4Address address, int requests) {}

    /** Ends those that took too long. */
    List<Unanswered> over(MonotonicTime now) {
        List<Unanswered> over = new ArrayList<>();
        open.entrySet()
                .removeIf(entry -> now.hasReached(entry.getValue().until())
                        && over.add(new Unanswered(
                                entry.getKey(), entry.getValue().requests().size())));
        return over;
    }
}
