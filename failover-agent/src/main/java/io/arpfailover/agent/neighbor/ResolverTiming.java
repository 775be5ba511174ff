package io.arpfailover.agent.neighbor;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When the {@link Resolver} does what. Those that Linux has too have its defaults (arp_tbl, ip-sysctl).
 *
 * @param reachable a confirmed entry counts as reachable for this, times a random factor from 0.5 to 1.5
 * @param delayFirstProbe how long the protocols above have to confirm an entry that was used while stale
 * @param retransmit gap between two requests of one round, not below askInterval
 * @param askInterval shortest time between two requests for one destination (RFC 1122 section 2.3.2.1: one second)
 * @param unicastSolicit how often a known neighbour is asked by unicast before everybody is
 * @param multicastSolicit how often everybody is asked for an unknown one before it counts as unreachable
 * @param multicastResolicit how often everybody is asked for a known one that did not answer; Linux: 0
 * @param negative how long an unreachable one is not asked for again
 * @param locktime how long a MAC stands before hearsay may change it; an announcement always may; zero as in RFC 826
 * @param pollLead how long before its end a reachable entry in use is polled
 * @param hotWithin an entry that was used within this time is in use
 * @param gcStale how long an entry may be idle once there are more than the first threshold
 * @param gcInterval gap between the collections of idle entries
 * @param gcPressure how long one may be idle from the second threshold on; at the third one used since stays
 * @param reportInterval shortest time between two reports of one kind about one neighbour
 */
public record ResolverTiming(
        Duration reachable,
        Duration delayFirstProbe,
        Duration retransmit,
        Duration askInterval,
        int unicastSolicit,
        int multicastSolicit,
        int multicastResolicit,
        Duration negative,
        Duration locktime,
        Duration pollLead,
        Duration hotWithin,
        Duration gcStale,
        Duration gcInterval,
        Duration gcPressure,
        Duration reportInterval) {

    public static final ResolverTiming DEFAULT = new ResolverTiming(
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            3,
            3,
            3,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1));

    private static final int MOST_REQUESTS = 100;

    public ResolverTiming {
        requireCount(unicastSolicit, 0);
        requireCount(multicastSolicit, 1);
        requireCount(multicastResolicit, 0);
        if (unicastSolicit + multicastResolicit == 0) {
            throw new IllegalArgumentException("a known neighbour must be asked at least once");
        }
        if (retransmit.compareTo(askInterval) < 0 || !isPositive(askInterval)) {
            throw new IllegalArgumentException("requests of one round must not be closer than askInterval");
        }
        if (pollLead.isNegative() || pollLead.multipliedBy(2).compareTo(reachable) >= 0) {
            throw new IllegalArgumentException("pollLead must be below half of reachable, its shortest time");
        }
        if (!isPositive(gcInterval) || !isPositive(reportInterval)) {
            throw new IllegalArgumentException("intervals are longer than 0");
        }
    }

    /** The same with so many requests for an unknown neighbour, 1 to 100. */
    public ResolverTiming withMulticastSolicit(int requests) {
        return with(retransmit, requests, locktime);
    }

    /** The same with another gap between the requests of a round. */
    public ResolverTiming withRetransmit(Duration gap) {
        return with(gap, multicastSolicit, locktime);
    }

    /** The same with another locktime; zero lets whatever is heard change a MAC at once. */
    public ResolverTiming withLocktime(Duration time) {
        return with(retransmit, multicastSolicit, time);
    }

    private ResolverTiming with(Duration gap, int requests, Duration lock) {
        return new ResolverTiming(
                reachable,
                delayFirstProbe,
                gap,
                askInterval,
                unicastSolicit,
                requests,
                multicastResolicit,
                negative,
                lock,
                pollLead,
                hotWithin,
                gcStale,
                gcInterval,
                gcPressure,
                reportInterval);
    }

    /** A reachable time at random, so that neighbours learned together are not asked together (RFC 4861 section 6.3.2). */
    long drawReachableNanos(RandomGenerator random) {
        long base = reachable.toNanos();
        return random.nextLong(base / 2, base + base / 2 + 1);
    }

    private static boolean isPositive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }

    private static void requireCount(int count, int least) {
        if (count < least || count > MOST_REQUESTS) {
            throw new IllegalArgumentException(
                    "not a number of requests: " + count + " (" + least + " to " + MOST_REQUESTS + ")");
        }
    }
}
