package io.arpfailover.agent;

import io.arpfailover.agent.kernel.KernelLease;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.ClusterName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * An eye on the kernels of servers a and b: which of them passes the addresses' traffic, looked at every few
 * milliseconds.
 *
 * <p>It asks a, b and a again: when all three pass, then both did at the moment of the second.
 */
final class LeaseEye implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

    private final KernelLease a;
    private final KernelLease b;
    private final Thread thread = new Thread(this::run, "lease-eye");
    private final Seen ofA = new Seen();
    private final Seen ofB = new Seen();
    private final AtomicInteger overlaps = new AtomicInteger();
    private volatile boolean closing;

    private LeaseEye(KernelLease a, KernelLease b) {
        this.a = a;
        this.b = b;
    }

    static LeaseEye on(Site site, String cluster, Ipv4Address vip) {
        LeaseEye eye = new LeaseEye(lease(site, "a", cluster, vip), lease(site, "b", cluster, vip));
        eye.thread.start();
        return eye;
    }

    private static KernelLease lease(Site site, String server, String cluster, Ipv4Address vip) {
        return site.lab().call(server, () -> KernelLease.open(new ClusterName(cluster), Site.LAN, List.of(vip)));
    }

    private void run() {
        while (!closing) {
            boolean before = a.isLive();
            boolean other = b.isLive();
            boolean after = a.isLive();
            if (before && other && after) {
                overlaps.incrementAndGet();
            }
            long now = System.nanoTime();
            ofA.note(before, now);
            ofB.note(other, now);
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** How often both passed. */
    int overlaps() {
        return overlaps.get();
    }

    boolean isLive(String server) {
        return kernel(server).isLive();
    }

    /** How often this server's kernel did not pass the traffic; 0 means it never stopped. */
    int misses(String server) {
        return seen(server).misses.get();
    }

    /** The longest time for which it was seen not to, and passed again afterwards. */
    Duration longestGap(String server) {
        return Duration.ofNanos(seen(server).longestGap);
    }

    /** Between the last look that found one passing and the first that found the other: what it cost, roughly. */
    Duration handover(String from, String to) {
        return Duration.ofNanos(seen(to).firstLive - seen(from).lastLive);
    }

    private KernelLease kernel(String server) {
        return server.equals("a") ? a : b;
    }

    private Seen seen(String server) {
        return server.equals("a") ? ofA : ofB;
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        a.close();
        b.close();
    }

    /** What was seen of one server; written by the eye's thread alone. */
    private static final class Seen {
        private final AtomicInteger misses = new AtomicInteger();
        private volatile long firstLive;
        private volatile long lastLive;
        private volatile long longestGap;
        private long goneSince;

        void note(boolean live, long now) {
            if (!live) {
                misses.incrementAndGet();
                goneSince = goneSince == 0 ? now : goneSince;
                return;
            }
            if (goneSince != 0) {
                longestGap = lastLive == 0 ? 0 : Math.max(longestGap, now - goneSince);
                goneSince = 0;
            }
            firstLive = firstLive == 0 ? now : firstLive;
            lastLive = now;
        }
    }
}
