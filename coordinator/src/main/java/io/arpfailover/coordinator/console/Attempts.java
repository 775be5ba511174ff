package io.arpfailover.coordinator.console;

import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Wrong tokens, counted for each address they came from: after a few, that address has to wait. Any thread. */
final class Attempts {
    static final int MOST = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<InetAddress, Failures> byAddress;

    private record Failures(MonotonicTime first, int count) {}

    /** Remembers this many addresses; the one that failed least lately makes room. */
    Attempts(Clock clock, int mostAddresses) {
        this.clock = clock;
        this.byAddress = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<InetAddress, Failures> eldest) {
                return size() > mostAddresses;
            }
        };
    }

    synchronized boolean areTooMany(InetAddress from) {
        Failures failures = byAddress.get(from);
        if (failures == null) {
            return false;
        }
        if (clock.now().hasReached(failures.first().plus(WINDOW))) {
            byAddress.remove(from);
            return false;
        }
        return failures.count() >= MOST;
    }

    synchronized void failed(InetAddress from) {
        Failures before = byAddress.remove(from);
        byAddress.put(
                from, before == null ? new Failures(clock.now(), 1) : new Failures(before.first(), before.count() + 1));
    }
}
