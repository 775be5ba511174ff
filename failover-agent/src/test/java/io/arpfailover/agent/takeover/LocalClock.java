package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/**
 * One server's clock, which starts anywhere and runs a little fast or slow.
 *
 * @param rate its seconds per true second
 */
record LocalClock(Agenda agenda, double rate, long origin) {
    private static final double DRIFT = 0.01;
    private static final long LATEST_ORIGIN = Duration.ofDays(1).toNanos();

    static LocalClock drawn(Agenda agenda) {
        double rate = 1 + DRIFT * (2 * agenda.random().nextDouble() - 1);
        return new LocalClock(agenda, rate, agenda.random().nextLong(LATEST_ORIGIN));
    }

    MonotonicTime now() {
        return new MonotonicTime(origin + (long) (agenda.now() * rate));
    }

    /** The true instant at which this clock has reached {@code instant}. */
    long trueInstant(MonotonicTime instant) {
        return (long) Math.ceil((instant.nanos() - origin) / rate) + 1;
    }
}
