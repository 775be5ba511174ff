package io.arpfailover.agent.neighbor;

/**
 * How much a {@link Resolver} keeps. The defaults are Linux's (gc_thresh1 to 3, unres_qlen, unres_qlen_bytes).
 *
 * @param gcThreshold1 up to so many entries none is collected for its age
 * @param gcThreshold2 from so many entries on idle ones are collected early
 * @param gcThreshold3 never more entries than this
 * @param queuedPackets packets that wait for one destination, 1 or more
 * @param queuedOctets their octets
 * @param allQueuedOctets octets that wait for all destinations together
 */
public record ResolverLimits(
        int gcThreshold1,
        int gcThreshold2,
        int gcThreshold3,
        int queuedPackets,
        int queuedOctets,
        int allQueuedOctets) {

    public static final ResolverLimits DEFAULT = new ResolverLimits(128, 512, 1024, 101, 212_992, 4 << 20);

    public ResolverLimits {
        boolean upwards = 0 <= gcThreshold1 && gcThreshold1 <= gcThreshold2 && gcThreshold2 <= gcThreshold3;
        if (!upwards || gcThreshold3 < 1) {
            throw new IllegalArgumentException("the thresholds run upwards, and the third is 1 or more");
        }
        if (queuedPackets < 1 || queuedOctets < 1 || allQueuedOctets < queuedOctets) {
            throw new IllegalArgumentException("a queue holds a packet, and all queues at least as much as one");
        }
    }

    /** The same for so many neighbours: the thresholds in Linux's proportions, an eighth and a half of the limit. */
    public ResolverLimits withNeighbors(int most) {
        return new ResolverLimits(most / 8, most / 2, most, queuedPackets, queuedOctets, allQueuedOctets);
    }
}
