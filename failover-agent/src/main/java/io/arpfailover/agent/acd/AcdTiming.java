package io.arpfailover.agent.acd;

import java.time.Duration;

/**
 * The constants of RFC 5227 section 1.1, and two the RFC leaves to us.
 *
 * @param probeWait the first probe leaves after a random time up to this
 * @param probeNum how many probes
 * @param probeMin shortest gap between probes
 * @param probeMax longest gap between probes
 * @param announceWait quiet time after the last probe
 * @param announceNum how many announcements
 * @param announceInterval gap between announcements
 * @param maxConflicts conflicts after which attempts are rate limited
 * @param rateLimitInterval from then on, shortest time from the start of one attempt to the start of the next
 * @param defendInterval shortest time between defences
 * @param retryMin shortest pause after a conflict (the RFC would try another address; we have only this one)
 * @param retryMax longest pause after one of the first conflicts
 */
public record AcdTiming(
        Duration probeWait,
        int probeNum,
        Duration probeMin,
        Duration probeMax,
        Duration announceWait,
        int announceNum,
        Duration announceInterval,
        int maxConflicts,
        Duration rateLimitInterval,
        Duration defendInterval,
        Duration retryMin,
        Duration retryMax) {

    /** As the RFC has it: 4 to 7 s from the start to {@link AcdState#READY}. */
    public static final AcdTiming RFC5227 = new AcdTiming(
            Duration.ofSeconds(1),
            3,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            2,
            Duration.ofSeconds(2),
            10,
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2));

    /** The same machine in 200 ms at worst. Enough where the tenure already rules the other member out. */
    public static final AcdTiming FAST = RFC5227.scaled(Duration.ofMillis(200));

    /** A first pause after a failed send; each failure in a row doubles it, up to PROBE_MIN. */
    private static final int RESENDS_PER_GAP = 10;

    public AcdTiming {
        boolean ordered = probeMin.compareTo(probeMax) <= 0 && retryMin.compareTo(retryMax) <= 0;
        if (probeNum < 1 || announceNum < 1 || maxConflicts < 1 || !ordered) {
            throw new IllegalArgumentException("counts start at 1 and ranges run upwards");
        }
    }

    /**
     * The same machine with its probing times shrunk or stretched so that {@link #worstCase} is {@code worst}, or some
     * nanoseconds less. Announcements keep their gap, because it answers to neighbours' caches, and the limits on
     * conflicts keep theirs, because they protect the link.
     */
    public AcdTiming scaled(Duration worst) {
        if (worst.isNegative() || worst.isZero()) {
            throw new IllegalArgumentException("not a time for probing: " + worst + " (it must be longer than 0)");
        }
        return new AcdTiming(
                scaled(probeWait, worst),
                probeNum,
                scaled(probeMin, worst),
                scaled(probeMax, worst),
                scaled(announceWait, worst),
                announceNum,
                announceInterval,
                maxConflicts,
                rateLimitInterval,
                defendInterval,
                retryMin,
                retryMax);
    }

    /** The longest time from start to READY when every probe leaves at once and nobody answers. */
    public Duration worstCase() {
        return probeWait.plus(probeMax.multipliedBy(probeNum - 1L)).plus(announceWait);
    }

    /** The pause before a probe is handed over again after {@code failures} failed sends in a row, at most PROBE_MIN. */
    Duration resendAfter(int failures) {
        Duration first = probeMin.dividedBy(RESENDS_PER_GAP);
        Duration pause = first.multipliedBy(1L << Math.min(failures - 1, RESENDS_PER_GAP));
        return pause.compareTo(probeMin) < 0 ? pause : probeMin;
    }

    private Duration scaled(Duration time, Duration worst) {
        return time.multipliedBy(worst.toNanos()).dividedBy(worstCase().toNanos());
    }
}
