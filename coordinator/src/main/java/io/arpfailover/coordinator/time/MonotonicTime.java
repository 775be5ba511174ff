package io.arpfailover.coordinator.time;

import java.time.Duration;

/**
 * An instant on this machine's CLOCK_MONOTONIC, in nanoseconds from an arbitrary origin.
 *
 * <p>Only comparable with instants of the same boot of the same machine. Wall-clock time never enters a decision: it
 * can be set, and it differs between servers.
 *
 * @param nanos nanoseconds since the clock's origin
 */
public record MonotonicTime(long nanos) implements Comparable<MonotonicTime> {
    /** Later than every real instant: the deadline of something that is not due. */
    public static final MonotonicTime NEVER = new MonotonicTime(Long.MAX_VALUE);

    public static MonotonicTime earliest(MonotonicTime a, MonotonicTime b) {
        return a.isBefore(b) ? a : b;
    }

    public static MonotonicTime latest(MonotonicTime a, MonotonicTime b) {
        return a.isBefore(b) ? b : a;
    }

    /** This instant plus {@code duration}; {@link #NEVER} stays {@link #NEVER}. */
    public MonotonicTime plus(Duration duration) {
        return this.equals(NEVER) ? NEVER : new MonotonicTime(Math.addExact(nanos, duration.toNanos()));
    }

    public MonotonicTime minus(Duration duration) {
        return plus(duration.negated());
    }

    /** How long it is from this instant to {@code later}; negative when {@code later} is earlier. */
    public Duration until(MonotonicTime later) {
        return Duration.ofNanos(later.nanos - nanos);
    }

    public boolean isBefore(MonotonicTime other) {
        return nanos < other.nanos;
    }

    /** Whether a deadline at {@code deadline} is due now: at the instant itself, or after it. */
    public boolean hasReached(MonotonicTime deadline) {
        return nanos >= deadline.nanos;
    }

    /** Written out like {@link #hashCode}, since the one a record gets is many times as slow until it is optimized. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MonotonicTime time && time.nanos == nanos;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(nanos);
    }

    @Override
    public int compareTo(MonotonicTime other) {
        return Long.compare(nanos, other.nanos);
    }
}
