package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/** One server's clock, which starts anywhere, runs a little fast or slow, and begins again at zero with each boot. */
final class LocalClock {
    /** Two clocks of a pair differ by twice this at most. */
    private static final double DRIFT = 0.005;

    private static final long LATEST_ORIGIN = Duration.ofDays(1).toNanos();

    private final Agenda agenda;
    private final double rate;
    private long origin;
    private int boot;

    /** Rate and origin are drawn. */
    LocalClock(Agenda agenda) {
        this.agenda = agenda;
        this.rate = 1 + DRIFT * (2 * agenda.random().nextDouble() - 1);
        this.origin = agenda.random().nextLong(LATEST_ORIGIN);
    }

    MonotonicTime now() {
        return new MonotonicTime(origin + (long) (agenda.now() * rate));
    }

    /** The true instant at which this clock has reached {@code instant}. */
    long trueInstant(MonotonicTime instant) {
        return (long) Math.ceil((instant.nanos() - origin) / rate) + 1;
    }

    /** The machine starts again. */
    void reboot() {
        boot++;
        origin = -(long) (agenda.now() * rate);
    }

    /** Which boot this is. */
    int boot() {
        return boot;
    }
}
